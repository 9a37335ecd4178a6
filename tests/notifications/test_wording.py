import re

import pytest

from notifications import wording

TOLD_NOWHERE = ("level", "urgent", "danger", "hour", "due", "today", "tonight", "child's", "new")


def test_two_notices_differ_by_reference_and_link_alone() -> None:
    one = wording.notice("HR-AAAA-AAAA", "http://localhost/a/")
    other = wording.notice("HR-BBBB-BBBB", "http://localhost/b/")
    assert one[0] == other[0]
    assert one[1].replace("HR-AAAA-AAAA", "R").replace("/a/", "/") == other[1].replace("HR-BBBB-BBBB", "R").replace(
        "/b/", "/"
    )


def test_a_notice_carries_the_reference_the_link_and_the_warning() -> None:
    _subject, body = wording.notice("HR-7K3P-9XQ4", "http://localhost:8000/referrals/open/?a=1&b=2")
    assert "HR-7K3P-9XQ4" in body
    assert "http://localhost:8000/referrals/open/?a=1&b=2" in body.splitlines()
    assert "Do not reply with names." in body


def test_a_notice_tells_no_urgency_time_or_count() -> None:
    subject, body = wording.notice("", "")
    said = f"{subject}\n{body}".lower()
    assert [word for word in TOLD_NOWHERE if word in said] == []
    assert not re.search(r"\d", said)


@pytest.mark.usefixtures("no_templates")
def test_a_template_that_cannot_be_rendered_costs_the_reference_not_the_notice() -> None:
    subject, body = wording.notice("HR-7K3P-9XQ4", "http://localhost/")
    assert subject == wording.SUBJECT
    assert body == wording.FALLBACK_BODY
