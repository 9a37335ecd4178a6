"""Short names of what a result asks for, and whom to call. The full text is in the instrument's version."""

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "call_911": _("Somebody may be in danger now: call 911"),
    "call_now": _("Call now: HART and the referrer speak by phone"),
    "supervisor_call": _("Call your supervisor"),
    "careline": _("Report to the Careline, 1-800-842-2288"),
    "reasonable_cause": _("Decide: is there reasonable cause to suspect abuse or neglect?"),
    "adult_duty": _("Record whether a duty to report exists"),
    "written_report": _("Written report to the Careline (DCF-136)"),
    "police_identified": _("Report to police: identified as a victim"),
    "police_now": _("Missing: call police now"),
    "police_missing": _("Missing: report to police for the national database"),
    "ncmec_missing": _("Missing: report to NCMEC"),
    "caregiver_reported": _("Has the caregiver told police?"),
    "otip": _("Notify the federal Office on Trafficking in Persons"),
    "identified_decision": _("Decide: is the child identified as a victim?"),
    "mdt_request": _("Ask for the multidisciplinary team"),
    "mdt_meeting": _("Multidisciplinary team at its next meeting"),
    "rapid_response": _("Offer a specialized provider"),
    "image_report": _("Images of a child: police or CyberTipline only"),
    "suicide_safety": _("Suicide-safety procedure"),
    "emergency_panel": _("Are they safe tonight?"),
    "health": _("Offer health care"),
    "safety_plan_now": _("Safety plan before this contact ends"),
    "safety_plan": _("Safety plan with the young person"),
    "attorney": _("Attorney or guardian ad litem informed"),
    "told_young_person": _("Tell the young person who has it"),
    "fill_unknowns_missing": _("Fill in what was not known"),
    "fill_unknowns": _("Fill in what was not known"),
    "plan_and_prevent": _("Plan services and prevention"),
    "rescreen": _("Screen again"),
    "return_screen_start": _("Back after being missing: start the return screen"),
    "return_screen_finish": _("Back after being missing: finish the return screen"),
    "screening_after_referral": _("Screen, after the urgent referral"),
}
# The number that answers an action at once; whoever has to be found first has none here.
NUMBERS: dict[str, str] = {
    "call_911": "911",
    "careline": settings.CARELINE,
    "reasonable_cause": settings.CARELINE,
    "police_now": "911",
    "suicide_safety": "988",
}
