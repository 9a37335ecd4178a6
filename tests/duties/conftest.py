from typing import Any

import pytest

from tests.referrals import story


@pytest.fixture
def people(db: Any) -> story.Cast:
    return story.cast()
