"""A liaison triages twenty referrals by keyboard alone, and works one to its end: what it takes is printed."""

import sys

import pytest

TRIAGED = 20

if __name__ == "__main__":
    sys.exit(pytest.main(["tests/browser/test_hart_works_it.py", f"--triaged={TRIAGED}", "-q", "-s", *sys.argv[1:]]))
