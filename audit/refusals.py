"""A refusal: a sentence for people, and the page to go back to. The middleware turns it into that page, once."""


class Refusal(Exception):
    """Raised by a service when the moment, the row or the person is wrong; everything is rolled back."""

    shows_typed = False  # what was typed has nowhere else to be: the page of the refusal shows it for copying

    def __init__(self, message: str, back: str = "/") -> None:
        super().__init__(message)
        self.message = message
        self.back = back
