"""The site's one stylesheet, joined from one small file for each component: no build step, and one request."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

NAME = "css/app.css"
FOLDER = Path(settings.BASE_DIR) / "static" / "css"
FIRST, LAST = ("tokens.css", "base.css", "page.css"), ("places.css",)


def parts() -> list[Path]:
    return [
        *(FOLDER / name for name in FIRST),
        *sorted((FOLDER / "components").glob("*.css")),
        *(FOLDER / name for name in LAST),
    ]


def joined() -> str:
    return "\n".join(part.read_text() for part in parts())


class StylesheetFinder(BaseFinder):
    """Finds the joined stylesheet as though it lay in a folder; the folder is this process's own and temporary."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.folder = tempfile.TemporaryDirectory(prefix="stylesheet-")
        self.storage = FileSystemStorage(location=self.folder.name)

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path != NAME:
            return []
        found = str(self.write())
        return [found] if find_all else found

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        self.write()
        yield NAME, self.storage

    def write(self) -> Path:
        path = Path(self.folder.name) / NAME
        path.parent.mkdir(exist_ok=True)
        path.write_text(joined())
        return path
