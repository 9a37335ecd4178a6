"""The shares of the invented cases (domain.md 1.9): of a hundred, how many carry one of these values. No Django.

Gender, race, living situation, the first office group and the number a year follow published figures; the rest is
invented, and every page says that nobody here is real.
"""

import random
from collections.abc import Mapping, Sequence
from typing import Any

Shares = Mapping[tuple[Any, ...], int]

YEARLY = 225  # of a real year's 210 to 241
# Late spring and autumn bring slightly more.
MONTHS = {month: 22 if month in (4, 5, 6, 9, 10, 11) else 19 for month in range(1, 13)}

GENDER: Shares = {("female",): 86, ("male",): 12, ("another",): 2}
AGE: Shares = {
    (3, 5, 7, 8, 9, 10, 11): 7,
    (12, 13): 16,
    (14, 15): 37,
    (16, 17): 36,
    (18,): 4,
}
RACE: Shares = {
    (("hispanic",),): 36,
    (("black",),): 30,
    (("white",),): 26,
    (("black", "white"), ("asian",), ("native",)): 6,
    ((),): 2,
}
LIVING: Shares = {
    ("parent",): 67,
    ("congregate",): 13,
    ("foster",): 9,
    ("kin",): 5,
    ("no_stable_place", ""): 3,
    ("hospital", "detention", "shelter"): 3,
}
OFFICE: Shares = {
    ("Hartford", "Hartford", "Manchester"): 17,
    ("New Haven", "Milford"): 19,
    ("Bridgeport", "Norwalk"): 15,
    ("Norwich", "Willimantic", "Middletown"): 19,
    ("Waterbury", "Torrington", "Danbury"): 17,
    ("New Britain", "Meriden"): 13,
}
MISSING: Shares = {(True,): 45, (False,): 55}  # an episode in the past year
SOURCE: Shares = {
    ("careline",): 27,
    ("dcf_worker",): 24,
    ("police",): 16,
    ("school",): 9,
    ("congregate_care",): 8,
    ("health",): 8,
    ("provider",): 6,
    ("other",): 2,
}
CONCERN: Shares = {("sexual",): 88, ("unclear",): 6, ("labor",): 3, ("both",): 3}
RECRUITMENT: Shares = {
    ("online",): 38,
    ("partner", "peer"): 24,
    ("family",): 12,
    ("other",): 12,
    ("unknown",): 14,
}
LEVEL: Shares = {("4",): 22, ("3",): 48, ("2",): 24, ("U",): 6}
COLUMNS = {  # of every case, by the name it has there
    "age": AGE,
    "gender": GENDER,
    "race": RACE,
    "living": LIVING,
    "office": OFFICE,
    "missing": MISSING,
    "source": SOURCE,
    "concern": CONCERN,
    "recruitment": RECRUITMENT,
    "level": LEVEL,
}
DETERMINATION: Shares = {("confirmed",): 24, ("suspected",): 44, ("at_risk",): 22, ("no_concern",): 6, ("unable",): 4}


def drawn(shares: Shares, number: int, chance: random.Random) -> list[Any]:
    """That many values in an order of chance, each group as near its share as whole numbers allow."""
    found = [group[place % len(group)] for group, count in counts(shares, number) for place in range(count)]
    chance.shuffle(found)
    return found


def counts(shares: Shares, number: int) -> Sequence[tuple[tuple[Any, ...], int]]:
    """By largest remainder: no group is a whole case away from its share."""
    exact = {group: number * share / 100 for group, share in shares.items()}
    whole = {group: int(wanted) for group, wanted in exact.items()}
    nearest = sorted(exact, key=lambda group: whole[group] - exact[group])
    for group in nearest[: number - sum(whole.values())]:
        whole[group] += 1
    return list(whole.items())
