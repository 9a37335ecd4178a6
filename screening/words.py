"""How the instrument's codes are said on the screen."""

from django.utils.translation import gettext_lazy as _

YES_NO_UNKNOWN = {"yes": _("Yes"), "no": _("No"), "unknown": _("Not known")}

GATE_VALUES = {
    "G1": {
        "under_13": _("Under 13"),
        "13_17": _("13 to 17"),
        "18_plus": _("18 or over"),
        "unknown": _("Not known: handled as a minor"),
    },
    "G2": YES_NO_UNKNOWN,
    "G3": {
        "in_care": _("In DCF care"),
        "open_case_at_home": _("Open case, living at home"),
        "services_post_majority": _("Services after 18"),
        "no_open_case": _("No open case"),
    },
    "G4": {
        "not_missing": _("Not missing"),
        "missing_now": _("Missing now"),
        "returned_within_7_days": _("Came back within the last 7 days"),
    },
    "G5": {"yes": _("Yes"), "no": _("No"), "not_sure": _("Not sure")},
    "G6": YES_NO_UNKNOWN,
    "G7": {
        "now": _("Now"),
        "within_90_days": _("Within the last 90 days"),
        "earlier": _("Earlier"),
        "unknown": _("Not known"),
    },
}

SOURCE_TYPES = {
    "own_words": _("The young person's own words"),
    "worker_observation": _("Seen by me"),
    "caregiver": _("Caregiver"),
    "placement_staff": _("Placement staff"),
    "school": _("School"),
    "health": _("Health provider"),
    "police": _("Police"),
    "case_record": _("Case record"),
    "online_material": _("Online material"),
    "other_agency": _("Other agency"),
    "other": _("Other"),
}

STRENGTHS_NOT_ASKED = _("If these were not asked: why not?")

SAFE_TONIGHT = {"yes": _("Yes"), "no": _("No"), "unknown": _("Not known"), "not_asked": _("Not asked")}

SECTION_STATES = {
    "done": _("Done"),
    "part": _("In progress"),
    "source": _("A source is missing"),
    "note": _("A note is missing"),
    "todo": _("To do"),
    "optional": _("Optional"),
}
