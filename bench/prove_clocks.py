"""Is each clock due when it is due? An oracle that walks minute by minute, over 5,000 random cases."""

import sys

import pytest

CASES = 5_000

if __name__ == "__main__":
    sys.exit(pytest.main(["tests/duties/test_clocks.py", f"--oracle-cases={CASES}", "-q", *sys.argv[1:]]))
