"""Loads invented cases, mixes what is said of them, and compares every figure of every quarter with the plain count."""

import argparse
import os
import statistics
import sys
import time

import django
import psycopg2

django.setup()

from django.db import connection  # noqa: E402

from audit import clock, trail  # noqa: E402
from bench import plainly  # noqa: E402
from bench.loading import Loader  # noqa: E402
from referrals import choices  # noqa: E402
from referrals.models import Referral  # noqa: E402
from reports import periods  # noqa: E402
from reports.cases import Scope  # noqa: E402
from reports.lines import Line  # noqa: E402
from reports.measures import at_a_glance, computed  # noqa: E402
from reports.periods import Period  # noqa: E402
from reports.reading import Reading  # noqa: E402
from vault import keys  # noqa: E402
from youth.models import Youth  # noqa: E402

ROWS, SEED, ROUNDS = 5_000, 0.20261129, 15
MIXED = {
    "concern_type": ["", *choices.ConcernType.values],
    "recruitment": ["", *choices.Recruitment.values],
    "outcome_told": ["", *choices.WasTold.values],
}
AGENCIES = ["Hartford PD", "hartford pd", "State Police", ""]  # as they are written; capitals are no other agency
TOLD_OUTSIDE = """
    INSERT INTO referrals_outsidereport (id, step_id, source, channel, received_at, by_id)
    SELECT gen_random_uuid(), s.id, (%(sources)s::text[])[1 + floor(random() * %(number)s)::int], 'phone', s.at, s.by_id
    FROM referrals_step s WHERE s.move = 'send' AND random() < 0.4"""
GROUPED = "SELECT level, count(*) FROM referrals_referral WHERE opened_at >= %s AND opened_at < %s GROUP BY level"


def mix() -> None:
    """At random from a seed: the copies of a few samples would all say the same."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(%s)", [SEED])
        for column, values in MIXED.items():
            cursor.execute(
                f"UPDATE referrals_referral SET {column} = (%s::text[])[1 + floor(random() * %s)::int]",  # noqa: S608
                [values, len(values)],
            )
        found = list(choices.Determination.values)
        cursor.execute(
            "UPDATE referrals_referral SET determination = (%s::text[])[1 + floor(random() * %s)::int]"
            " WHERE determination <> ''",
            [found, len(found)],
        )


def tell_outside() -> None:
    """Some were told of from outside, and of some the report to the police is written down under their key."""
    with connection.cursor() as cursor:
        sources = list(choices.Source.values)
        cursor.execute(TOLD_OUTSIDE, {"sources": sources, "number": len(sources)})
    chosen = list(Referral.objects.order_by("pk")[::5])
    keys.unlock(one.key_owner for one in chosen)
    for number, referral in enumerate(chosen):
        referral.reports = {"police": {"agency": AGENCIES[number % len(AGENCIES)], "at": "2026-01-01T00:00:00Z"}}
        referral.save(update_fields=["reports"])


def agencies() -> list[plainly.Row]:
    found = list(Referral.objects.all())
    keys.unlock(one.key_owner for one in found)
    told = [(one.pk, one.reports.get("police")) for one in found]
    return [{"referral_id": pk, "agency": said["agency"]} for pk, said in told if said]


def people() -> list[plainly.Row]:
    """What only the keys can tell, told to the plain count as rows of its own."""
    found = list(Youth.objects.all())
    keys.unlock(one.pk for one in found)
    return [{"id": one.pk, "sex": one.gender, "race": one.race} for one in found]


def differences(period: Period, rows: dict[str, list[plainly.Row]]) -> tuple[int, list[str]]:
    now = clock.now()
    plain = plainly.Plain(rows, period.starts_at, period.ends_at, now)
    reading = Reading(period, Scope(), now)
    lines = computed(reading)
    ours = {(code, line.key): line for code, found in lines.items() for line in found}
    wrong = [
        f"{period} {code} at a glance: {total}, in its part {lines[code]}"
        for code, found in at_a_glance(reading).items()
        for total in found
        if (total.part, total.whole) not in [(line.part, line.whole) for line in lines[code] if line.key == total.key]
    ]
    for place, figure in plain.figures().items():
        line = ours.get(place)
        if line is None or (line.part, line.whole) != figure:
            wrong.append(f"{period} {place}: {line and (line.part, line.whole)}, plainly {figure}")
    spreads = (("time-to-acknowledge", "acknowledged_at"), ("time-to-determine", "determined_at"))
    timed = [(code, column, line) for code, column in spreads for line in lines[code]]
    for code, column, line in timed:
        plainly_timed = plain.times(column, line.key)
        if times_of(line) != plainly_timed:
            wrong.append(f"{period} {code} {line.key}: {times_of(line)}, plainly {plainly_timed}")
    served = times_of(ours["time-to-service", ""])
    if served != plain.times_to_service():
        wrong.append(f"{period} time-to-service: {served}, plainly {plain.times_to_service()}")
    return len(plain.figures()) + len(timed) + 1, wrong


def times_of(line: Line) -> tuple[object, object] | None:
    return (line.median, line.ninetieth) if line.median is not None else None


def speed(period: Period, address: str) -> str:
    """All figures of a period beside the one grouping a plain page would ask for, in the same run."""
    ours, plain = [], []
    with psycopg2.connect(address) as plainer, plainer.cursor() as cursor:
        for _round in range(ROUNDS):
            began = time.perf_counter()
            computed(Reading(period, Scope(), clock.now()))
            ours.append(time.perf_counter() - began)
            began = time.perf_counter()
            cursor.execute(GROUPED, [period.starts_at, period.ends_at])
            cursor.fetchall()
            plain.append(time.perf_counter() - began)
    ours_ms, plain_ms = (1000 * statistics.median(times) for times in (ours, plain))
    return f"all figures of {period} {ours_ms:.1f} ms, one GROUP BY {plain_ms:.1f} ms"


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=ROWS)
    said = asked.parse_args()
    Loader().load(said.rows, 1)
    mix()
    tell_outside()
    address = os.environ["DATABASE_URL"]
    with trail.acting("bench"):
        rows, last = plainly.dump(address), periods.quarter_of(clock.now())
        rows["person"], rows["agency"] = people(), agencies()
        compared, wrong = 0, list[str]()
        for period in [last, *(past(last, back) for back in range(1, 5)), Period(last.year), Period(last.year - 1)]:
            number, found = differences(period, rows)
            compared, wrong = compared + number, wrong + found
            print(speed(period, address), flush=True)
    of = f"{len(rows['referral'])} referrals, {len(rows['duty'])} duties"
    print(f"{of}, {compared} figures compared, {len(wrong)} differ")
    for line in wrong[:20]:
        print(line)
    return 1 if wrong else 0


def past(period: Period, back: int) -> Period:
    return period if back == 0 else past(period.before(), back - 1)


if __name__ == "__main__":
    sys.exit(main())
