"""A frozen report counts sealed records: exact numbers are for a lead who may see all of them."""

import pytest
from django.urls import reverse

from accounts.permissions import Role
from tests.accounts.people import person
from tests.referrals.browsing import as_
from tests.referrals.story import cast, sent, young_person
from tests.reports.making import frozen, quarter_over
from tests.reports.pages import plainly
from youth.choices import Conflict
from youth.services import seal

pytestmark = pytest.mark.django_db(databases="__all__")


def test_a_lead_who_is_not_on_the_list_of_a_sealed_record_reads_what_is_published() -> None:
    people = cast()
    sealed, *_rest = [young_person(people, legal_first=f"Made{one}") for one in range(12)]
    first, *_others = [sent(people, "3", youth=youth) for youth in (sealed, *_rest)]
    quarter_over()
    run = frozen(people.lead)
    seal(sealed, by=people.worker, because=Conflict.YES)
    address, about = reverse("reports:run", args=[run.pk]), {"about": "all"}
    listed, asked = reverse("reports:run-list", args=[run.pk]), {"measure": "level", "key": "3"}
    new = person(Role.LEAD, office=people.office)
    seen = as_(people.lead).get(address, about).content.decode()
    assert "would be different today" in seen
    assert f"{listed}?measure=level&amp;key=3" in seen
    assert first.reference in as_(people.lead).get(listed, asked).content.decode()
    shown = plainly(as_(new).get(address, about).content.decode())
    assert "Exact numbers are for whoever may see every record" in shown
    assert "would be different today" not in shown
    assert listed not in as_(new).get(address, about).content.decode()
    assert as_(new).get(listed, asked).status_code == 404
