"""The whole road through the pages: a young person is screened, the signature refers, HART acknowledges."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from dmst import demo
from notifications.models import Message
from referrals.models import Referral
from screening.models import InstrumentVersion, Screening
from youth.models import Youth

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def cast() -> dict[str, User]:
    demo.seed()
    return {name: User.objects.get(email=demo.address(name)) for name, _role, _full in demo.CAST}


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def answered(screening: Screening, code: str, clear: str = "") -> dict[str, str]:
    items = next(i for i in screening.instrument.domains if i.code == code).indicators
    typed = {"seen": "0"}
    for item in items:
        if item.tier not in ("context", "protective"):
            typed[item.code] = "clear" if item.code == clear else "none"
    if clear:
        typed |= {"new-source_type": "own_words", "new-who": "told me", f"{clear}_note": "In their words."}
    return typed


def screened(client: Client, youth: Youth, clear: str = "") -> Screening:
    client.post(reverse("screening:start", args=[youth.pk]))
    screening = Screening.objects.get(youth=youth, status="draft")
    start = {"trigger": "allegation", "G1": "13_17", "G3": "open_case_at_home", "G4": "not_missing", "G5": "no"}
    assert client.post(reverse("screening:start-page", args=[screening.pk]), start).status_code == 302
    for domain in screening.instrument.domains:
        page = reverse("screening:section", args=[screening.pk, domain.code])
        assert client.get(page).status_code == 200
        typed = answered(screening, domain.code, clear if clear.startswith(domain.code) else "")
        assert client.post(page, typed).status_code == 302, domain.code
    return screening


def test_from_the_first_answer_to_harts_acknowledgement(cast: dict[str, User]) -> None:
    worker, liaison = signed_in(cast["worker"]), signed_in(cast["liaison"])
    youth = Youth.objects.first()
    screening = screened(worker, youth, clear="XS1")

    result = worker.get(reverse("screening:result", args=[screening.pk]))
    assert result.status_code == 200
    assert "Told or evidenced" in result.content.decode()
    assert (
        worker.post(reverse("screening:result", args=[screening.pk]), {"words_and_wishes": "Safe."}).status_code == 302
    )
    assert worker.get(reverse("referrals:fields", args=[screening.pk])).status_code == 200
    assert worker.post(reverse("referrals:fields", args=[screening.pk]), {}).status_code == 302
    check = worker.get(reverse("referrals:check", args=[screening.pk]))
    assert check.status_code == 200
    key = check.content.decode().split('name="submission_key" value="')[1].split('"')[0]
    sent = worker.post(reverse("referrals:sign", args=[screening.pk]), {"submission_key": key, "is_what_i_know": "on"})
    assert sent.status_code == 302, sent.content.decode()[:2000]

    referral = Referral.objects.get(youth=youth)
    assert (referral.level, referral.status) == ("4", "sent")
    assert Message.objects.about(referral.pk).exists()
    assert worker.get(reverse("referrals:receipt", args=[referral.pk])).status_code == 200
    assert referral.reference in liaison.get(reverse("referrals:inbox", args=["new"])).content.decode()
    assert liaison.get(reverse("referrals:detail", args=[referral.pk])).status_code == 200
    assert liaison.post(reverse("referrals:move", args=[referral.pk, "acknowledge"])).status_code == 302
    assert "Acknowledged" in worker.get(reverse("referrals:receipt", args=[referral.pk])).content.decode()


def test_no_level_is_shown_while_answering(cast: dict[str, User]) -> None:
    worker = signed_in(cast["worker"])
    screening = screened(worker, Youth.objects.first(), clear="XS1")
    page = worker.get(reverse("screening:section", args=[screening.pk, "XS"])).content.decode()
    assert "Told or evidenced" not in page
    assert "level--" not in page


@pytest.mark.parametrize("name", [name for name, _role, _full in demo.CAST])
def test_each_role_has_a_first_page(cast: dict[str, User], name: str) -> None:
    assert signed_in(cast[name]).get("/", follow=True).status_code == 200


def test_the_published_instrument_reads_back_as_it_was() -> None:
    version = InstrumentVersion.objects.newest()
    assert version.instrument.canonical() == version.canonical
    assert version.instrument.sha256 == version.sha256
