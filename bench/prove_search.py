"""Search among 100,000 young people: by index alone, and no sooner or later for somebody outside one's scope.

Makes databases of its own, serves the product as in production, and searches through its own pages.
"""

import os
import subprocess
import sys

from tests import databases


def main() -> int:
    with databases.cloned() as name:
        env = {**os.environ, **databases.environment_for(name), "DJANGO_SETTINGS_MODULE": "bench.sites.product"}
        env |= {"LOG_LEVEL": "WARNING", "BENCH_DATABASE": name}
        return subprocess.run([sys.executable, "-m", "bench.searching", *sys.argv[1:]], env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
