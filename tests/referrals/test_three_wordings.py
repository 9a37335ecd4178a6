"""The same facts, entered as payments (OT4), as a message that sells (XS2) or as somebody with power (RC1): one action.

The rest of the answers is not known throughout, as it is when a caseworker has only what the school has told.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.utils import timezone

from audit import clock
from notifications.models import Message
from referrals.choices import Kind
from referrals.models import Referral
from screening import results
from screening.models import Screening
from tests.referrals import story
from tests.referrals.story import Cast, screened, sign, young_person

pytestmark = pytest.mark.django_db(databases="__all__")

STORY: dict[str, Any] = yaml.safe_load((Path(__file__).parents[1] / "browser" / "story" / "story.yaml").read_text())
WORDINGS: dict[str, dict[str, str]] = STORY["wordings"]
RETURNED = {**story.MINOR, "G4": "returned_within_7_days"}


@pytest.fixture(params=WORDINGS)
def draft(request: pytest.FixtureRequest, people: Cast) -> Screening:
    found = screened(young_person(people), people.worker, "U", gates=RETURNED)
    source = str(found.sources.get().pk)
    for code, answer in WORDINGS[request.param].items():
        part = next(part for part in found.sections.all() if code in part.open_items)
        said = {"answer": answer, "sources": [source], "note": "Seen."}
        part.open_items = {**part.open_items, code: said}
        part.save()
    return Screening.objects.with_record().get(pk=found.pk)


def test_hart_is_told_today_whatever_the_wording(people: Cast, draft: Screening) -> None:
    found = results.result_of(draft)
    assert found.level == "3"
    assert "hart_referral" in {action.code for action in found.actions}
    referral = sign(draft, people.worker, what_seen=STORY["refer_now"]["what_seen"])
    assert isinstance(referral, Referral)
    assert referral.kind == Kind.REFERRAL
    assert timezone.localdate(referral.opened_at) == timezone.localdate(clock.now())
    assert people.liaison.pk in story.recipients_of(referral)
    assert Message.objects.about(referral.pk).filter(recipient=None).exists()  # HART's own mailbox
    assert story.clocks_about("referral", referral.pk) >= {"acknowledge_3"}
