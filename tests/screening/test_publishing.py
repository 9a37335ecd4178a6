"""A version is published once; a faulty file is refused by its own name."""

import shutil
from pathlib import Path

import pytest

from screening.instrument import InstrumentError
from screening.models import InstrumentVersion
from screening.publishing import publish, publish_shipped
from tests.screening.shipped import ACTIONS_FILE, FILE

pytestmark = pytest.mark.django_db(databases="__all__")


def copied(folder: Path, *, version: str = "0.3-draft", broken: str = "") -> Path:
    for file in (FILE, ACTIONS_FILE):
        shutil.copy(file, folder / file.name)
    path = folder / FILE.name
    path.write_text(path.read_text().replace("version: 0.2-draft", f"version: {version}"))
    if broken:
        actions = folder / ACTIONS_FILE.name
        actions.write_text(actions.read_text().replace("by: worker", broken, 1))
    return path


def test_what_is_published_is_not_published_again() -> None:
    before = InstrumentVersion.objects.count()
    assert publish_shipped() == 0
    assert InstrumentVersion.objects.count() == before


def test_a_new_version_is_the_newest(tmp_path: Path) -> None:
    assert publish(copied(tmp_path))
    assert InstrumentVersion.objects.newest().version == "0.3-draft"


def test_a_fault_is_said_with_the_name_of_its_file(tmp_path: Path) -> None:
    with pytest.raises(InstrumentError, match=rf"^{ACTIONS_FILE.name}:\d+: "):
        publish(copied(tmp_path, broken="by: nobody"))
