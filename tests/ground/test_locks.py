"""What the lock files may hold, and that ours do."""

from pathlib import Path

import pytest

from local import check, locks

HASH = "sha256:" + 64 * "a"


def lock(folder: Path, text: str) -> Path:
    path = folder / "lock.txt"
    path.write_text(text)
    return path


def test_the_lock_files_of_the_product_are_sound() -> None:
    assert check.lock_files().output == ""


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (f"django==5.2 --hash={HASH}\n    # via -r requirements/app.in\n", ""),
        (f"--index-url https://packages.invalid/simple\ndjango==5.2 --hash={HASH}\n", "an address"),
        (f"django==5.2 --hash={HASH}\n    # via -r /home/somebody/app.in\n", "a folder"),
        ("django==5.2\n", "django has no sound hash"),
        (f"django==5.2 \\\n    --hash={HASH[:-1]}\n", "django has no sound hash"),
        (f"django>=5.2 --hash={HASH}\n", "cannot be read"),
    ],
)
def test_a_lock_holds_names_versions_and_hashes_alone(tmp_path: Path, text: str, fault: str) -> None:
    found = locks.faults(lock(tmp_path, text), [])
    assert (fault in " ".join(found)) if fault else found == []


def test_every_wanted_package_is_locked_however_its_name_is_written(tmp_path: Path) -> None:
    wanted = tmp_path / "app.in"
    wanted.write_text("# why\nDjango_Filter>=1  # lists\ncelery\n-r other.in\n")
    path = lock(tmp_path, f"django-filter==26.2 --hash={HASH}\n")
    assert locks.faults(path, [wanted]) == ["celery of app.in is not in it"]
