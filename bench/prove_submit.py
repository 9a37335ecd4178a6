"""Sign-and-send through the product's own pages while the broker is frozen, then dead; and many presses at once.

Makes databases of its own with ready drafts, serves the product as in production, and signs real screenings.
"""

import os
import subprocess
import sys

from tests import databases


def main() -> int:
    with databases.cloned() as name:
        env = {**os.environ, **databases.environment_for(name), "DJANGO_SETTINGS_MODULE": "bench.sites.product"}
        command = [sys.executable, "-m", "bench.submitting", *sys.argv[1:]]
        return subprocess.run(command, env=env | {"LOG_LEVEL": "WARNING"}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
