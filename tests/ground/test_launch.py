"""The whole product by one command: up, killed without a word, up again with its data, ended in order."""

import json
import shutil
import signal
import smtplib
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from tests.ground.copies import ENTRY, copy_of_checkout, eventually, free_port, run_up, running_from, said_by

NOTHING_WITHIN = 12  # seconds after a kill
OUTSIDE = "from local import places; print(places.outside())"
ADDRESS = "from local.postgres import Cluster; print(Cluster('postgres').address('dmst', 'postgres'))"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for what is left in /proc"),
]


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[Path]:
    found = copy_of_checkout(tmp_path / "a path with a space")
    yield found
    shutil.rmtree(said_by(found, "-c", OUTSIDE).stdout.strip())


def put_mark(address: str) -> None:
    with psycopg2.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE mark AS SELECT 42 AS number")


def mark(address: str) -> int:
    with psycopg2.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT number FROM mark")
        (number,) = cursor.fetchone()
    return int(number)


def test_it_comes_up_dies_without_a_trace_and_comes_back_with_its_data(copy: Path, tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "said"
    everywhere = (copy, Path(said_by(copy, "-c", OUTSIDE).stdout.strip()))
    address = said_by(copy, "-c", ADDRESS).stdout.strip()

    with run_up(copy, port, log) as process:
        with urllib.request.urlopen(f"http://localhost:{port}/health/") as page:
            assert json.load(page)["database"] == "well"
        put_mark(address)
        keys = (copy / ".local" / "keys.env").read_text()
        assert "already up" in said_by(copy, "-c", ENTRY, PORT=str(port)).stderr
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert eventually(lambda: not running_from(*everywhere), NOTHING_WITHIN), running_from(*everywhere)

    with run_up(copy, port, log) as process:
        assert mark(address) == 42
        assert (copy / ".local" / "keys.env").read_text() == keys
        found = json.loads((copy / ".local" / "owner.json").read_text())["environment"]["EMAIL_URL"]
        with smtplib.SMTP("127.0.0.1", int(found.rpartition(":")[2])) as client:
            client.sendmail("a@hart.example", ["b@hart.example"], b"Subject: x\r\n\r\ny\r\n")
        assert list((copy / ".local" / "mail").glob("*.eml"))
        assert "OK" in said_by(copy, "-c", ENTRY, "manage", "shell", "--verbosity=0", "-c", "print('OK')").stdout
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    assert running_from(*everywhere) == []

    alone = said_by(copy, "-c", ENTRY, "manage", "shell", "--verbosity=0", "-c", "print('OK')")
    assert "OK" in alone.stdout, alone.stderr  # with a database that it started for itself
    assert running_from(*everywhere) == []
