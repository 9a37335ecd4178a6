"""A page for the young person, to show or to print: rights, and who answers day and night.

It may be seen by whoever exploits them, so it names no app, no agency and no person, and holds nothing of a case.
Each wording is whole in its language; whoever reviews it writes their name and the date beside it.
"""

from typing import Any, NamedTuple

from django.http import Http404

from paper.documents import Document, Part, Row


class Number(NamedTuple):
    shown: str
    href: str
    what: str


class Wording(NamedTuple):
    language: str
    name: str  # of the language, in itself
    title: str
    opening: tuple[str, ...]
    rights_title: str
    rights: tuple[str, ...]
    help_title: str
    numbers: tuple[Number, ...]
    safe_copy: str
    to_print: str
    unreviewed: str
    reviewed: str  # a sentence with who and when; empty until somebody has

    @property
    def standing(self) -> str:
        return self.reviewed or self.unreviewed


ENGLISH = Wording(
    language="en",
    name="English",
    title="Your rights, and help",
    opening=(
        "You are not in trouble.",
        "What you say matters. If somebody has hurt you, or made you do things, that is not your fault.",
    ),
    rights_title="You can",
    rights=(
        "Say no to a question, or stop and take a break.",
        "Ask who will be told, what they will be told, and when.",
        "Say what would help, and what you do not want to happen.",
        "Ask for somebody you trust to be with you.",
        "Ask for somebody who speaks your language.",
        "Ask for a doctor or nurse, today if you need one.",
        "Ask what happens next, as often as you like.",
    ),
    help_title="Help, day and night",
    numbers=(
        Number("911", "tel:911", "You are in danger now."),
        Number("988", "tel:988", "You feel you cannot go on, or want to talk. Call or text."),
        Number(
            "233733", "sms:233733", "Text if somebody makes you do things, or takes your money. It is confidential."
        ),
    ),
    safe_copy="Keep this only if it is safe for you. You can also remember one number.",
    to_print="To print (PDF)",
    unreviewed="This wording is not yet reviewed.",
    reviewed="",
)
SPANISH = Wording(
    language="es",
    name="Español",
    title="Tus derechos y dónde pedir ayuda",
    opening=(
        "No estás en problemas.",
        "Lo que dices es importante. Si alguien te ha hecho daño o te ha obligado a hacer cosas, no es tu culpa.",
    ),
    rights_title="Tú puedes",
    rights=(
        "No contestar una pregunta, o parar y descansar.",
        "Preguntar a quién se le va a decir, qué y cuándo.",
        "Decir qué te ayudaría y qué no quieres que pase.",
        "Pedir que te acompañe una persona de tu confianza.",
        "Pedir una persona que hable tu idioma.",
        "Pedir atención médica, hoy mismo si la necesitas.",
        "Preguntar qué va a pasar después, las veces que quieras.",
    ),
    help_title="Ayuda, de día y de noche",
    numbers=(
        Number("911", "tel:911", "Estás en peligro ahora."),
        Number("988", "tel:988", "Sientes que no puedes más, o quieres hablar. Llama o manda un mensaje."),
        Number(
            "233733", "sms:233733",
            "Manda un mensaje si alguien te obliga a hacer cosas o te quita tu dinero. Es confidencial.",
        ),
    ),
    safe_copy="Guarda esto solo si es seguro para ti. También puedes recordar un número.",
    to_print="Para imprimir (PDF)",
    unreviewed="Este texto todavía no ha sido revisado.",
    reviewed="",
)  # fmt: skip
WORDINGS = {one.language: one for one in (ENGLISH, SPANISH)}


def wording(language: str) -> Wording:
    """Raises Http404 for a language it is not written in."""
    if language not in WORDINGS:
        raise Http404
    return WORDINGS[language]


def page(language: str) -> dict[str, Any]:
    shown = wording(language)
    return {"wording": shown, "others": [one for one in WORDINGS.values() if one is not shown]}


def document(language: str) -> Document:
    shown = wording(language)
    return Document(
        title=shown.title,
        parts=[
            Part(shown.rights_title, points=shown.rights),
            Part(shown.help_title, [Row(one.shown, one.what) for one in shown.numbers], [shown.safe_copy]),
        ],
        words=shown.opening,
        mark=shown.standing,
        size="large",
        language=shown.language,
        has_page_numbers=False,
    )
