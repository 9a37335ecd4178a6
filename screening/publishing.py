"""Putting an instrument version into the database, where it can never change."""

from pathlib import Path

from audit import clock
from audit.trail import record
from screening import instrument as instruments
from screening.instrument import SHIPPED
from screening.models import InstrumentVersion


def publish_shipped() -> int:
    """Publish each instrument file that is not in the database yet; raises InstrumentError for a faulty one."""
    return sum(publish(path) for path in sorted(SHIPPED.glob("*.yaml")) if not path.name.endswith(".actions.yaml"))


def publish(path: Path) -> bool:
    """Whether this file was new. A published version whose file has changed is left as it is."""
    found = instruments.read(path)
    if InstrumentVersion.objects.filter(code=found.id, version=found.version).exists():
        return False
    version = InstrumentVersion.objects.create(
        code=found.id,
        version=found.version,
        canonical=found.canonical(),
        sha256=found.sha256,
        published_at=clock.now(),
    )
    record("instrument.publish", "instrument", version.pk, by="system:load-reference")
    return True
