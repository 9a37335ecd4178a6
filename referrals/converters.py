"""Addresses made from the table of moves: a name that is no move of one press or form is no address."""

from referrals.workflow import MOVES, Owner


class HartMove:
    regex = "|".join(name for name, move in MOVES.items() if move.tells != Owner.HART and not move.has_page)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
