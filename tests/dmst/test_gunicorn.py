"""The web server as it is started, with an application behind it that breaks."""

import json
import socket
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from tests.sources import ROOT

NAME = "zuleika-canary"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.mark.slow
def test_the_server_writes_neither_a_list_of_requests_nor_the_address_of_one_that_broke() -> None:
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--config=python:dmst.gunicorn", f"--bind=127.0.0.1:{port}"]
    server = subprocess.Popen(
        [*command, "--workers=1", "tests.dmst.failing:application"], cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    assert server.stderr
    said = []
    for row in server.stderr:  # until the worker is there to answer
        said.append(row)
        if "Booting worker" in row:
            break
    with pytest.raises(urllib.error.HTTPError, match="500"):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/{NAME}/?name={NAME}", timeout=20)
    server.terminate()
    said += server.communicate(timeout=20)[1].splitlines(keepends=True)
    lines = [json.loads(row) for row in said]
    assert [line["error"] for line in lines if "error" in line] == ["ValueError"]
    assert NAME not in "".join(said)
    assert {line["logger"] for line in lines} == {"gunicorn.error"}
