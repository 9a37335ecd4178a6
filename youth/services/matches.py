"""Looking beyond the searcher's scope, by the system alone (foundations: requests, 14 and 15)."""

import datetime as dt

from accounts import coverage
from accounts.models import Office, User
from audit import clock
from audit.trail import record
from notifications import notices
from vault import keys
from youth.blind_index import Terms, matching, owners_of_number
from youth.likeness import Record, could_be_same
from youth.models import Match, SavedSearch, Youth
from youth.models.profiles import YouthQuerySet
from youth.services.access import grant_access
from youth.services.records import record_of
from youth.services.sealing import name_person, named_ids

LOOKED_AT = 200
LOOKING_ON = dt.timedelta(days=1)  # after the answer: to tell the colleague
ASKED, SAME = "match_asked", "match"  # why somebody may see the young person


def check_searches(*, by: str) -> int:
    """Propose to HART whom the newest searches may have meant outside their scope; returns how many that were.

    Every search is checked, whether or not the searcher found somebody: the page they see depends on nothing here.
    """
    proposed = 0
    for search in SavedSearch.objects.unchecked().select_for_update(skip_locked=True, of=("self",)):
        proposed += sum(propose(youth, search, by=by) for youth in outside(search))
        search.checked_at = clock.now()
        search.save(update_fields=["checked_at"])
    return proposed


def outside(search: SavedSearch) -> list[Youth]:
    """Not on the searcher's page, and like enough to be asked about."""
    terms = Terms.from_json(search.terms)
    wide = list(not_shown(search).filter(matching(terms)).with_names()[:LOOKED_AT])
    keys.unlock(youth.pk for youth in wide)
    numbered = owners_of_number(terms.number)
    asked = Record.of([terms.name], terms.birth_date)
    return [youth for youth in wide if youth.pk in numbered or could_be_same(asked, record_of(youth))]


def not_shown(search: SavedSearch) -> YouthQuerySet:
    """Beyond the searcher's scope; once a profile was made of the search, also who else was added since."""
    hidden = Youth.objects.hidden_from(search.user)
    if search.youth_id is None:
        return hidden
    return (hidden | Youth.objects.filter(created_at__gte=search.made_at)).exclude(pk=search.youth_id)


def propose(youth: Youth, search: SavedSearch, *, by: str) -> bool:
    """Whether it is new; the same person looked for again while HART still asks is not proposed twice."""
    match, is_new = Match.objects.get_or_create(
        youth=youth, searcher=search.user, settled_at=None,
        defaults={"proposed_at": clock.now(), "terms": search.terms},
    )  # fmt: skip
    if is_new:
        record("youth.match", "match", match.pk, by=by, youth=youth.pk)
        let_hart_look(youth)
        for person in who_asks(youth):
            notices.tell(person.pk, "youth.match", "match", match.pk)
    return is_new


def let_hart_look(youth: Youth) -> None:
    """HART's central office, and whoever covers the young person's, until the question is settled."""
    for office in {office.pk: office for office in (Office.objects.central(), youth.office) if office}.values():
        grant_access(youth, why=ASKED, office=office)


def who_asks(youth: Youth) -> list[User]:
    """The liaison of the young person's office, and the leads; of a sealed record the leads who are named."""
    if youth.sealed_at:
        named = named_ids(youth)
        return [lead for lead in User.objects.leads() if lead.pk in named]
    liaison = coverage.on_duty_liaison(youth.office, clock.now()) if youth.office else None
    return list({person.pk: person for person in [liaison, *User.objects.leads()] if person}.values())


def settle(match: Match, *, is_same: bool, by: User) -> Match:
    """HART has asked. The same person: the searcher is let in. The words searched for are wiped either way."""
    match = Match.objects.select_for_update(of=("self",)).select_related("youth", "searcher").get(pk=match.pk)
    if match.settled_at is not None:
        return match
    match.settled_at, match.settled_by, match.is_same, match.terms = clock.now(), by, is_same, {}
    match.save()
    if is_same and match.youth.sealed_at:
        name_person(match.youth, match.searcher, by=by)
    elif is_same:
        grant_access(match.youth, why=SAME, user=match.searcher)
        notices.tell(match.searcher.pk, "youth.let_in", "youth", match.youth_id)
    if not Match.objects.open().filter(youth=match.youth).exists():
        match.youth.access.filter(why=ASKED, ends_at=None).update(ends_at=clock.now() + LOOKING_ON)
    facts = {"same": is_same}
    record("youth.settle_match", "match", match.pk, by=by.pk, youth=match.youth_id, facts=facts)
    return match
