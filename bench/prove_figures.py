"""Each figure of 5,000 invented cases against a plain count over a dump, written apart from the code; and its speed.

Makes databases of its own. ``--rows`` for more or fewer.
"""

import os
import subprocess
import sys

from tests import databases


def main() -> int:
    with databases.cloned() as name:
        env = {**os.environ, **databases.environment_for(name), "DJANGO_SETTINGS_MODULE": "bench.sites.product"}
        env |= {"LOG_LEVEL": "WARNING", "BENCH_DATABASE": name}
        return subprocess.run([sys.executable, "-m", "bench.figuring", *sys.argv[1:]], env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
