"""A year in which nobody acts: each late clock reaches the top of its ladder, and somebody is always to call."""

import sys

import pytest

DAYS = 366

if __name__ == "__main__":
    sys.exit(pytest.main(["tests/referrals/test_year.py", f"--days={DAYS}", "-q", "-s", *sys.argv[1:]]))
