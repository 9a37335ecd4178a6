from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from screening import instrument as instruments
from screening.cases import Case, CasesError, disagreements, read_cases
from screening.instrument import SHIPPED, Instrument, InstrumentError
from screening.models import InstrumentVersion


class Command(BaseCommand):
    help = "Compares worked cases in a CSV file with what the instrument says; exits 1 on any disagreement."

    def add_arguments(self, parser: ArgumentParser) -> None:
        columns = "columns case, age, before_18, one for each scored indicator, expected"
        parser.add_argument("file", type=Path, help=columns)
        chosen = "a published version: its id, or its name and version as in hart-concern-screen-0.2-draft"
        parser.add_argument("--instrument", metavar="ID", help=f"{chosen}; without it, the newest")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["instrument"]
        instrument = _published(name) if name else _newest()
        cases = _cases(options["file"], instrument)
        wrong = disagreements(instrument, cases)
        for one in wrong:
            self.stdout.write(str(one))
        self.stdout.write(f"{len(cases) - len(wrong)} of {len(cases)} agree")
        if wrong:
            raise CommandError(f"{len(wrong)} disagree with {_named(instrument)}", returncode=1)


def _named(instrument: Instrument) -> str:
    return f"{instrument.id}-{instrument.version}"


def _newest() -> Instrument:
    version = InstrumentVersion.objects.order_by("-published_at").first()
    return version.instrument if version else shipped()


def shipped() -> Instrument:
    """Nothing is published yet: the newest file that would be."""
    paths = [path for path in SHIPPED.glob("*.yaml") if not path.name.endswith(".actions.yaml")]
    try:
        return instruments.read(max(paths))
    except InstrumentError as error:
        raise CommandError(str(error)) from error


def _published(name: str) -> Instrument:
    versions = list(InstrumentVersion.objects.all())
    known = {f"{version.code}-{version.version}": version for version in versions}
    found = {**known, **{str(version.pk): version for version in versions}}.get(name)
    if found is None:
        raise CommandError(f"no instrument {name} is published; there is: {', '.join(sorted(known)) or 'none'}")
    return found.instrument


def _cases(path: Path, instrument: Instrument) -> list[Case]:
    try:
        return read_cases(path.read_text(encoding="utf-8"), instrument, file=str(path))
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{path} is not UTF-8 text: {error}") from error
    except CasesError as error:
        raise CommandError(str(error)) from error
