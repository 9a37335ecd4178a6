"""The routing and coverage table, as HART's lead reads it."""

from collections import Counter

import pytest
from django.urls import reverse

from accounts.models import Cover
from accounts.permissions import Role
from audit import clock
from referrals.models import Referral
from referrals.routing import Place
from reports.cases import Scope
from reports.routing import RULES, routing_page
from tests.accounts.people import person
from tests.clock import later
from tests.referrals.browsing import as_
from tests.referrals.story import cast
from tests.reports.worked import work

pytestmark = pytest.mark.django_db(databases="__all__")


def test_it_counts_by_office_and_rule_and_says_which_rule_was_never_used() -> None:
    people = work(cast())
    page = routing_page(clock.now(), Scope(people.lead))
    plain = Counter(Referral.objects.values_list("office__name", "routed_because"))
    shown = {
        (one.office, rule.value): number
        for one in page["offices"]
        for rule, (number, _url) in zip(RULES, one.numbers, strict=True)
        if number
    }
    assert shown == dict(plain)
    assert [str(label) for label in page["unused"]] == [
        str(label) for rule, label in RULES.items() if rule.value not in {because for _office, because in plain}
    ]
    assert set(RULES) == set(Place)
    for url, number in {url: number for one in page["offices"] for number, url in one.numbers}.items():
        assert as_(people.lead).get(url).content.decode().count('<li class="row">') == number
    later("91 days")
    assert len(routing_page(clock.now(), Scope(people.lead))["unused"]) == len(RULES)


def test_an_office_that_nobody_covers_is_on_the_page_and_only_a_lead_reads_it() -> None:
    people = cast()
    Cover.objects.filter(office=people.office).delete()
    address = reverse("reports:routing")
    page = as_(people.lead).get(address).content.decode()
    assert "Nobody covers it" in page
    assert people.office.name in page.split("Rules that were never used")[0]
    assert as_(person(Role.AUDITOR)).get(address).status_code == 403
    assert as_(people.lead).get(reverse("reports:routing-list", args=[people.office.pk, "weather"])).status_code == 404
