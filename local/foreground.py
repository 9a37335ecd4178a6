"""A child that has the terminal: Ctrl-C is its own affair, and it does not outlive this process."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from local.children import tied_to_parent


def run(command: Sequence[str], environment: Mapping[str, str], folder: Path | None = None) -> int:
    """Its exit status, as a shell would tell it."""
    process = subprocess.Popen(  # preexec_fn: this process has no threads
        command,
        cwd=folder or os.getcwd(),
        env=dict(environment),
        preexec_fn=tied_to_parent(signal.SIGTERM),
    )
    signal.signal(signal.SIGINT, lambda *_: None)
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: process.terminate())
    code = process.wait()
    return 128 - code if code < 0 else code
