"""The people of the story, and an administrator."""

import pytest

from accounts.models import User
from accounts.permissions import Role
from tests.accounts.people import person
from tests.referrals.story import Cast, cast


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def administrator() -> User:
    return person(Role.ADMINISTRATOR)
