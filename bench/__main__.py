"""Speed beside Django admin over the same tables: ./run bench [--rows 10000] [--rounds 100].

Makes databases of its own, with the one table that Django admin needs besides, and measures in them.
"""

import os
import subprocess
import sys

from tests import databases


def main() -> int:
    with databases.cloned() as name:
        env = {**os.environ, **databases.environment_for(name)}
        admin = {**env, "DJANGO_SETTINGS_MODULE": "bench.sites.admin"}
        subprocess.run([sys.executable, "manage.py", "migrate", "admin", "--verbosity=0"], env=admin, check=True)
        env |= {"DJANGO_SETTINGS_MODULE": "bench.sites.product", "LOG_LEVEL": "WARNING", "BENCH_DATABASE": name}
        return subprocess.run([sys.executable, "-m", "bench.measuring", *sys.argv[1:]], env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
