"""Ten who claim each of a hundred referrals at once, on real connections: has each of them one owner?"""

import sys

import pytest

CLAIMED = 100

if __name__ == "__main__":
    test = "tests/referrals/test_at_once.py::test_of_ten_who_claim_the_same_one_at_once_one_has_it"
    sys.exit(pytest.main([test, f"--claimed={CLAIMED}", "-q", *sys.argv[1:]]))
