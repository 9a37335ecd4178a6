"""The lists a referral chooses from (domain.md 1.7, 1.8, 4.2). "Not known" is always one of the answers."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    REFERRAL = "referral", _("Referral")
    CONSULTATION = "consultation", _("Consultation")


class Source(TextChoices):
    """Who told HART, when it was not a screening (domain.md 1.9)."""

    CARELINE = "careline", _("Careline")
    POLICE = "police", _("Police")
    SCHOOL = "school", _("School")
    HOSPITAL = "hospital", _("Hospital or clinic")
    CONGREGATE = "congregate", _("Congregate care or shelter")
    PROVIDER = "provider", _("Service provider")
    COURT = "court", _("Court, probation or attorney")
    FAMILY = "family", _("Young person or family")
    OTHER = "other", _("Somebody else")


class Channel(TextChoices):
    PHONE = "phone", _("By phone")
    MAILBOX = "mailbox", _("By mail to HART's mailbox")
    IN_PERSON = "in_person", _("In person, or in a meeting")
    OTHER = "other", _("Another way")


class ConcernType(TextChoices):
    SEXUAL = "sexual", _("Sexual exploitation")
    LABOR = "labor", _("Labor exploitation")
    BOTH = "both", _("Both")
    UNCLEAR = "unclear", _("Unclear")


class Venue(TextChoices):
    ONLINE = "online", _("Online")
    HOTEL = "hotel", _("Hotel or motel")
    HOME = "home", _("A home")
    STREET = "street", _("Street or public place")
    WORK_SITE = "work_site", _("Work site")
    OTHER = "other", _("Another place")
    UNKNOWN = "unknown", _("Not known")


class Recruitment(TextChoices):
    PEER = "peer", _("Peer")
    PARTNER = "partner", _("Partner")
    FAMILY = "family", _("Family")
    ONLINE = "online", _("Contact online")
    EMPLOYER = "employer", _("Employer")
    GANG = "gang", _("Gang")
    OTHER = "other", _("Another way")
    UNKNOWN = "unknown", _("Not known")


class Relation(TextChoices):
    """Of the person exploiting to the young person."""

    PARENT = "parent", _("Parent or guardian")
    RELATIVE = "relative", _("Another relative")
    PARTNER = "partner", _("Partner")
    PEER = "peer", _("Peer")
    ONLINE = "online", _("Somebody met online")
    EMPLOYER = "employer", _("Employer")
    STRANGER = "stranger", _("Stranger")
    OTHER = "other", _("Somebody else")
    UNKNOWN = "unknown", _("Not known")


class PersonAge(TextChoices):
    """Unknown is handled as a minor: somebody who seems to exploit can be a child."""

    MINOR = "minor", _("Under 18")
    ADULT = "adult", _("18 or over")
    UNKNOWN = "unknown", _("Not known")


class YesNoUnknown(TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not known")


class Agreement(TextChoices):
    """Whether a young adult (18 and over) agrees to the referral."""

    YES = "yes", _("Yes, agrees")
    DECLINED = "declined", _("No, declined")
    NOT_ASKED = "not_asked", _("Not asked")


class AgeBand(TextChoices):
    UNDER_13 = "under_13", _("Under 13")
    FROM_13 = "13_15", _("13 to 15")
    FROM_16 = "16_17", _("16 or 17")
    FROM_18 = "18_plus", _("18 or over")
    UNKNOWN = "unknown", _("Age not known")

    @classmethod
    def of(cls, age: int | None) -> "AgeBand":
        if age is None:
            return cls.UNKNOWN
        bands = ((13, cls.UNDER_13), (16, cls.FROM_13), (18, cls.FROM_16))
        return next((band for limit, band in bands if age < limit), cls.FROM_18)


class WasTold(TextChoices):
    """Whether the young person has been told of the outcome."""

    TOLD = "told", _("Yes, they have been told")
    NOT_YET = "not_yet", _("Not yet")
    NOT_WANTED = "not_wanted", _("They do not want to hear it")


class Determination(TextChoices):
    NO_CONCERN = "no_concern", _("No concern")
    AT_RISK = "at_risk", _("At risk")
    SUSPECTED = "suspected", _("Suspected, facing high risk")
    CONFIRMED = "confirmed", _("Confirmed")
    UNABLE = "unable", _("Unable to determine")


class Useful(TextChoices):
    """What the referrer says of HART's answer."""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("In part")
    NO = "no", _("No")


class NoteFor(TextChoices):
    HART = "hart", _("HART alone")
    REFERRER = "referrer", _("HART and the referrer")


class Timing(TextChoices):
    """Against care, as the federal counts ask (domain.md 1.7)."""

    BEFORE = "before", _("Before they came into care")
    DURING = "during", _("While in care")
    ABSENT = "absent", _("While absent from placement")
    OPEN_CASE = "open_case", _("In an open case, not in care")
    NO_CARE = "no_care", _("Never in care, and no open case")
    UNKNOWN = "unknown", _("Not known")


class Review(TextChoices):
    """When HART looks again; each is a clock of clocks.csv."""

    WEEK = "review_7", _("In a week")
    TWO_WEEKS = "review_14", _("In two weeks")
    MONTH = "review_30", _("In 30 days")
    QUARTER = "review_90", _("In 90 days")


class ServiceKind(TextChoices):
    """Of help (domain.md 1.6)."""

    SAFETY_SESSION = "safety_session", _("One-time safety session")
    SURVIVOR_CARE = "survivor_care", _("Long-term survivor care")
    CAREGIVERS = "caregivers", _("Support for caregivers")
    PREVENTION = "prevention", _("Prevention classes")
    FOREIGN_BORN = "foreign_born", _("Help for foreign-born minors")
    CHILD_ADVOCACY = "child_advocacy", _("Child advocacy center: interview, medical care, advocacy")
    ADULT_AND_CROSS_AGE = "adult_and_cross_age", _("Adult and cross-age support")
    YOUNG_ADULT = "young_adult", _("Services for 18 to 23")
    HOTLINE = "hotline", _("Hotline")
    OTHER = "other", _("Other help")


class ServiceStanding(TextChoices):
    """A young person may always say no, and may come back to it."""

    OFFERED = "offered", _("Offered")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined for now")
    STARTED = "started", _("Started")
    ENDED = "ended", _("Ended")
    UNMET = "unmet", _("Needed, and not to be had")


SERVICE_GOES_ON: dict[str, tuple[ServiceStanding, ...]] = {  # from where it stands, what can come next
    "": (ServiceStanding.OFFERED, ServiceStanding.ACCEPTED, ServiceStanding.DECLINED, ServiceStanding.STARTED,
         ServiceStanding.UNMET),
    ServiceStanding.OFFERED: (ServiceStanding.ACCEPTED, ServiceStanding.DECLINED, ServiceStanding.STARTED,
                              ServiceStanding.UNMET),
    ServiceStanding.ACCEPTED: (ServiceStanding.STARTED, ServiceStanding.DECLINED, ServiceStanding.UNMET),
    ServiceStanding.DECLINED: (ServiceStanding.OFFERED, ServiceStanding.ACCEPTED, ServiceStanding.STARTED),
    ServiceStanding.STARTED: (ServiceStanding.ENDED,),
    ServiceStanding.ENDED: (ServiceStanding.OFFERED, ServiceStanding.STARTED),
    ServiceStanding.UNMET: (ServiceStanding.OFFERED, ServiceStanding.ACCEPTED, ServiceStanding.STARTED),
}  # fmt: skip


class Closing(TextChoices):
    NO_CONCERN = "no_concern", _("No concern")
    STABLE = "stable", _("Services in place and stable")
    MOVED = "moved", _("Moved out of state")
    AGED_OUT = "aged_out", _("Aged out")
    DECLINED = "declined", _("Declined (18 and over)")
    DUPLICATE = "duplicate", _("Duplicate")
    UNABLE_TO_LOCATE = "unable_to_locate", _("Unable to locate")


OF_A_MOVE: dict[str, tuple[type[TextChoices], Any]] = {  # what is chosen with a move, and its label
    "determine": (Determination, _("Determination")),
    "monitor": (Review, _("Next review")),
    "close": (Closing, _("Reason")),
}
