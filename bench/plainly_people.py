"""Plain counts of who it is about, what was reached, what nobody knew: loops over rows, nothing of the product."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

Row = dict[str, Any]
Figure = tuple[int, int]
Found = dict[tuple[str, str], Figure]
NOT_SCORED = ("context", "protective")
BORNE_OUT = ("suspected", "confirmed")
CALLS = {
    "return": ("return_screen_finish",),
    "referral": ("screening_after_referral",),
    "again": ("rescreen_1", "rescreen_2", "rescreen_3", "rescreen_4"),
    "complete": ("complete_unknown", "complete_unknown_missing"),
}
PLACES = {"parent": "home", "kin": "home", "": "unknown", None: "unknown"}  # any other is a placement
EMPTY = (None, "", "unknown")


def share(rows: Iterable[Row], hit: Callable[[Row], Any]) -> Figure:
    kept = list(rows)
    return sum(1 for row in kept if hit(row)), len(kept)


class PlainPeople:
    """Over the rows that ``Plain`` kept of one period: received, signed and over."""

    def __init__(self, rows: dict[str, list[Row]], received: list[Row], signed: list[Row], over: list[Row]) -> None:
        self.received, self.signed, self.over = received, signed, over
        self.people = {row["id"]: row for row in rows["person"]}
        self.timing = {row["id"]: row["timing"] for row in rows["determined"]}
        self.steps: dict[UUID, set[str]] = {row["id"]: set() for row in rows["service"]}
        for step in rows["step"]:
            self.steps[step["service_id"]].add(step["standing"])
        self.services: dict[UUID, list[Row]] = {}
        for service in rows["service"]:
            self.services.setdefault(service["referral_id"], []).append(service)
        self.asked = {row["id"]: questions(row["canonical"]) for row in rows["version"]}

    def figures(self) -> Found:
        found: Found = {}
        for figures in (self.of_people(), self.of_groups(), self.of_services(), self.of_calls(), self.of_gaps()):
            found |= figures
        return found

    def sex(self, row: Row) -> str:
        return (self.people.get(row["youth_id"]) or {}).get("sex") or "unknown"

    def race(self, row: Row) -> str:
        races = (self.people.get(row["youth_id"]) or {}).get("race") or []
        return "several" if len(races) > 1 else races[0] if races else "unknown"

    def of_people(self) -> Found:
        found: Found = {}
        for code, value in (("sex", self.sex), ("race", self.race)):
            counts = Counter(map(value, self.received))
            found |= {(code, key): (number, len(self.received)) for key, number in counts.items()}
        sure = [row for row in self.received if row["determination"] in BORNE_OUT]
        times = Counter(self.timing.get(row["determined_id"]) or "unknown" for row in sure)
        types = Counter(row["concern_type"] or "unknown" for row in sure)
        for code, counts in (("timing", times), ("found-type", types)):
            found |= {(code, key): (number, len(sure)) for key, number in counts.items()}
        return found

    def of_groups(self) -> Found:
        settled = [row for row in self.received if row["determination"] not in ("", "unable")]
        found: Found = {}
        for code, rows, hit in (
            ("flagged-group", self.received, lambda row: row["level"] in ("3", "4")),
            ("borne-out-group", settled, lambda row: row["determination"] in BORNE_OUT),
            ("override-group", self.signed, lambda row: row["level"] != row["computed_level"]),
        ):
            found[code, ""] = share(rows, hit)
            for kind, value in (("sex", self.sex), ("race", self.race)):
                for key in set(map(value, rows)):
                    found[code, f"{kind}-{key}"] = share((row for row in rows if value(row) == key), hit)
        return found

    def of_services(self) -> Found:
        sure = [row for row in self.received if row["determination"] in BORNE_OUT]

        def reached(row: Row, *standings: str) -> bool:
            return any(self.steps[service["id"]] & {*standings} for service in self.services.get(row["id"], []))

        def offered(row: Row) -> bool:
            return any(service["standing"] != "unmet" for service in self.services.get(row["id"], []))

        return {
            ("services", "offered"): share(sure, offered),
            ("services", "accepted"): share(sure, lambda row: reached(row, "accepted", "started")),
            ("services", "started"): share(sure, lambda row: reached(row, "started")),
        }

    def of_calls(self) -> Found:
        every = [clock for clocks in CALLS.values() for clock in clocks]
        return {
            ("triggers", call): share((row for row in self.over if row["clock"] in wanted), lambda row: row["done_at"])
            for call, wanted in {**CALLS, "": every}.items()
        }

    # --- What is missing --------------------------------------------------------------------------------------

    def of_gaps(self) -> Found:
        kept = [row for row in self.signed if row["not_known"] is not None]
        found: Found = {("not-known", ""): self.left(kept), ("not-known-office", ""): self.left(kept)}
        for code in {code for row in kept for code in self.asked[row["version_id"]]}:
            asked = [row for row in kept if code in self.asked[row["version_id"]]]
            found["not-known", code] = (sum(code in row["not_known"] for row in asked), len(asked))
        for name in {row["office_name"] or "" for row in self.signed}:
            found["not-known-office", name] = self.left([row for row in kept if (row["office_name"] or "") == name])
        returned = [row for row in kept if row["trigger"] == "return"]
        found["return-not-known", ""] = self.left(returned)
        for row in returned:
            sex = f"sex-{self.sex(row)}"
            place = PLACES.get(row["living_situation"], "placed")
            found["return-not-known", sex] = self.left([one for one in returned if f"sex-{self.sex(one)}" == sex])
            found["return-not-known", place] = self.left(
                [one for one in returned if PLACES.get(one["living_situation"], "placed") == place]
            )
        return found | self.of_fields()

    def left(self, rows: list[Row]) -> Figure:
        return sum(len(row["not_known"]) for row in rows), sum(len(self.asked[row["version_id"]]) for row in rows)

    def of_fields(self) -> Found:
        values: dict[str, Callable[[Row], Any]] = {
            "sex": self.sex, "race": self.race, "living": lambda row: row["living_situation"],
            "age": lambda row: row["age_band"], "type": lambda row: row["concern_type"],
            "recruitment": lambda row: row["recruitment"],
        }  # fmt: skip
        found = {
            ("empty-fields", code): (sum(value(row) in EMPTY for row in self.received), len(self.received))
            for code, value in values.items()
        }
        for name in {row["office_name"] for row in self.received}:
            rows = [row for row in self.received if row["office_name"] == name]
            lacking = sum(1 for row in rows for value in values.values() if value(row) in EMPTY)
            found["empty-fields-office", name] = (lacking, len(rows) * len(values))
        return found


def questions(canonical: str) -> list[str]:
    return [one["code"] for one in json.loads(canonical)["instrument"]["indicators"] if one["tier"] not in NOT_SCORED]
