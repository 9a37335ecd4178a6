"""Lock files hold names, versions and hashes, and nothing about where they were made."""

import re
from pathlib import Path

PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)")
HASH = re.compile(r"^--hash=sha256:[0-9a-f]{64}$")
WANTED = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lock: Path) -> "dict[str, str]":  # quoted: an old Python parses this file too
    """Normalised name -> version."""
    found = (PIN.match(line) for line in lock.read_text(errors="replace").splitlines())
    return {normal(match.group("name")): match.group("version") for match in found if match}


def wanted(source: Path) -> "list[str]":
    """The normalised names that a .in file asks for itself."""
    found = (WANTED.match(line) for line in source.read_text().splitlines())
    return [normal(match.group(0)) for match in found if match]


def faults(lock: Path, sources: "list[Path]") -> "list[str]":
    """What is wrong with a lock file, each as half a sentence; nothing when it is sound."""
    text = lock.read_text(errors="replace")
    wrong = []
    if "://" in text or re.search(r"#.*\s/\w", text):
        wrong.append("it names an address or a folder of the machine it was made on")
    for entry in re.sub(r"\\\n\s*", " ", text).splitlines():
        if entry.strip() and not entry.lstrip().startswith("#"):
            wrong += entry_faults(entry)
    held = pins(lock)
    for source in sources:
        wrong += [f"{name} of {source.name} is not in it" for name in wanted(source) if name not in held]
    return wrong


def entry_faults(entry: str) -> "list[str]":
    pin = PIN.match(entry)
    if not pin:
        return [f"a line cannot be read: {entry[:40]!r}"]
    hashes = [word for word in entry.split() if word.startswith("--hash")]
    if not hashes or not all(HASH.match(word) for word in hashes):
        return [f"{pin.group('name')} has no sound hash"]
    return []
