"""Is every page accessible in every state? The walk of the suite, with each form filled in and at one more width."""

import sys

import pytest

WALK = ("tests/browser/test_every_page.py", "tests/browser/test_reach.py")

if __name__ == "__main__":
    sys.exit(pytest.main([*WALK, "--every-state", "-q", *sys.argv[1:]]))
