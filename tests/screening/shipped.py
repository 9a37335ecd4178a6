"""The shipped instrument and its worked cases, for the tests of the questionnaire."""

import json
from collections.abc import Callable
from typing import Any

from screening import instrument as instruments
from screening.cases import Case, read_cases
from screening.instrument import SHIPPED, Instrument

NAME = "hart-concern-screen-0.2-draft"
FILE = SHIPPED / f"{NAME}.yaml"
ACTIONS_FILE = SHIPPED / f"{NAME}.actions.yaml"
INSTRUMENT = instruments.read(FILE)
MINOR = {"G1": "13_17"}
ADULT = {"G1": "18_plus", "G2": "no"}


def cases_path(kind: str) -> str:
    return str(SHIPPED / f"{NAME}.{kind}.csv")


def cases(kind: str) -> list[Case]:
    with open(cases_path(kind), encoding="utf-8") as file:
        return read_cases(file.read(), INSTRUMENT, file=kind)


def all_answered(answer: str, **others: str) -> dict[str, str]:
    return {**dict.fromkeys(INSTRUMENT.scored, answer), **others}


def altered(alter: Callable[[dict[str, Any]], None]) -> Instrument:
    """The same instrument with something else in its data."""
    whole = json.loads(INSTRUMENT.canonical())
    alter(whole)
    return Instrument.from_canonical(json.dumps(whole))
