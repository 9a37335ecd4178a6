"""The same figures counted plainly: rows as the database holds them, dictionaries and loops, nothing of the product."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable

import psycopg2
from psycopg2.extras import RealDictCursor

from bench.plainly_people import PlainPeople, Row, share

Figure = tuple[int, int]  # part and whole
TABLES = {
    "referral": "SELECT r.*, o.name AS office_name, g.number AS region, y.living_situation FROM referrals_referral r"
    " LEFT JOIN youth_youth y ON y.id = r.youth_id"
    " JOIN accounts_office o ON o.id = r.office_id LEFT JOIN accounts_region g ON g.id = o.region_id",
    "version": "SELECT id, canonical FROM screening_instrumentversion",
    "duty": "SELECT d.*, y.living_situation FROM duties_duty d LEFT JOIN youth_youth y ON y.id = d.youth_id",
    "screening": "SELECT s.*, o.name AS office_name, y.living_situation FROM screening_screening s"
    " JOIN youth_youth y ON y.id = s.youth_id LEFT JOIN accounts_office o ON o.id = y.office_id",
    "outside": "SELECT s.referral_id, s.number, x.source FROM referrals_outsidereport x"
    " JOIN referrals_step s ON s.id = x.step_id",
    "determined": "SELECT id, timing FROM referrals_determined",
    "service": "SELECT id, referral_id, standing FROM referrals_service",
    "step": "SELECT s.referral_id, t.service_id, t.standing, t.at FROM referrals_servicestep t"
    " JOIN referrals_service s ON s.id = t.service_id",
}
CLOCKS = {
    "acknowledged": ("acknowledge_4", "acknowledge_3", "acknowledge_2"),
    "feedback": ("feedback",),
    "determined": ("determination",),
    "police": ("police_identified",),
    "police-missing": ("police_missing", "police_missing_now"),
    "ncmec": ("ncmec_missing",),
}
COLUMNS = {"level": "level", "age": "age_band", "type": "concern_type", "recruitment": "recruitment"}


def dump(address: str) -> dict[str, list[Row]]:
    with psycopg2.connect(address) as connection, connection.cursor(cursor_factory=RealDictCursor) as cursor:
        found = {}
        for name, statement in TABLES.items():
            cursor.execute(statement)
            found[name] = [dict(row) for row in cursor.fetchall()]
        return found


class Plain:
    """Of one period, from ``first`` on and before ``end``."""

    def __init__(self, rows: dict[str, list[Row]], first: dt.datetime, end: dt.datetime, now: dt.datetime) -> None:
        def in_period(moment: dt.datetime | None) -> bool:
            return moment is not None and first <= moment < end

        standing = [row for row in rows["referral"] if row["status"] != "void"]
        self.received = [row for row in standing if in_period(row["opened_at"])]
        self.closed = [row for row in standing if row["status"] == "closed" and in_period(row["ended_at"])]
        self.standing, self.steps = standing, rows["step"]
        self.signed = [row for row in rows["screening"] if row["status"] == "signed" and in_period(row["signed_at"])]
        self.over = [
            row for row in rows["duty"]
            if in_period(row["due_at"]) and row["not_applicable_at"] is None and row["paused_at"] is None
            and row["clock"] != "otip_notice" and (row["done_at"] is not None or row["due_at"] < now)
        ]  # fmt: skip
        self.outside, self.agencies = rows["outside"], rows["agency"]
        self.people = PlainPeople(rows, self.received, self.signed, self.over)

    def figures(self) -> dict[tuple[str, str], Figure]:
        found: dict[tuple[str, str], Figure] = {}
        for code, column in COLUMNS.items():
            self.spread(found, code, (row[column] or "unknown" for row in self.received))
        self.spread(found, "living", (row["living_situation"] or "unknown" for row in self.received))
        self.spread(found, "office", (row["office_name"] for row in self.received))
        self.spread(found, "region", (str(row["region"] or "") for row in self.received))
        self.spread(found, "settled", ("yes" if row["determination"] else "no" for row in self.received))
        self.spread(found, "determination", (row["determination"] for row in self.received if row["determination"]))
        for code, clocks in CLOCKS.items():
            found[code, ""] = share((row for row in self.over if row["clock"] in clocks), done_in_time)
        settled = [row for row in self.received if row["determination"]]
        found["told", ""] = share(settled, lambda row: row["outcome_told"] == "told")
        sure = [row for row in settled if row["determination"] != "unable"]
        for key, levels in (("flagged", "34"), ("not_flagged", "12U")):
            rows = [row for row in sure if row["level"] and row["level"] in levels]
            found["flags", key] = share(rows, lambda row: row["determination"] in ("suspected", "confirmed"))
        found["repeat", ""] = share(self.closed, self.came_again)
        found["overrides", "same"] = share(self.signed, lambda row: row["level"] == row["computed_level"])
        people = {row["youth_id"] or row["id"] for row in self.received}
        found["children", "children"] = (len(people), len(self.received))
        return found | self.of_sources() | self.people.figures()

    def of_sources(self) -> dict[tuple[str, str], Figure]:
        """By the earliest report from outside; and to which police, however it was capitalized."""
        found: dict[tuple[str, str], Figure] = {}
        told = {row["referral_id"]: row["source"] for row in sorted(self.outside, key=lambda row: -row["number"])}
        self.spread(found, "source", (told.get(row["id"], "dcf") for row in self.received))
        ours = {row["id"] for row in self.received}
        agencies = [row["agency"].lower() or "unknown" for row in self.agencies if row["referral_id"] in ours]
        self.spread(found, "police-agency", agencies)
        return found

    @staticmethod
    def spread(found: dict[tuple[str, str], Figure], code: str, values: Iterable[str]) -> None:
        counts = Counter(values)
        found.update({(code, value): (number, counts.total()) for value, number in counts.items()})

    def came_again(self, row: Row) -> bool:
        until = row["ended_at"] + dt.timedelta(days=365)
        return any(
            other["youth_id"] == row["youth_id"] and row["ended_at"] < other["opened_at"] <= until
            for other in self.standing
        )

    def times(self, column: str, key: str) -> tuple[dt.timedelta, dt.timedelta] | None:
        """Median and ninetieth percentile from opened to that moment: of all, of a level, or of an office."""
        rows = [row for row in self.received if row[column]]
        if key.startswith("office-"):
            rows = [row for row in rows if f"office-{row['office_name']}" == key]
        elif key:
            rows = [row for row in rows if row["level"] == key]
        return middle_and_ninetieth(row[column] - row["opened_at"] for row in rows)

    def times_to_service(self) -> tuple[dt.timedelta, dt.timedelta] | None:
        first: dict[object, dt.datetime] = {}
        for step in self.steps:
            if step["standing"] != "unmet":
                first[step["referral_id"]] = min(step["at"], first.get(step["referral_id"], step["at"]))
        sure = [row for row in self.received if row["determination"] in ("suspected", "confirmed")]
        return middle_and_ninetieth(first[row["id"]] - row["opened_at"] for row in sure if row["id"] in first)


def middle_and_ninetieth(found: Iterable[dt.timedelta]) -> tuple[dt.timedelta, dt.timedelta] | None:
    spans = sorted(found)
    if not spans:
        return None
    number = len(spans)
    middle = spans[number // 2] if number % 2 else (spans[number // 2 - 1] + spans[number // 2]) / 2
    return middle, spans[-(-9 * number // 10) - 1]


def done_in_time(row: Row) -> bool:
    return row["done_at"] is not None and row["done_at"] <= row["due_at"]
