"""What the trail's codes and the events of a notice are called on the screen. A test holds both tables complete."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from referrals.workflow import MOVES

Words = dict[str, str | Promise]

DID: Words = {
    "account.ask_reset": _("asked for a new password"),
    "account.refuse": _("was refused at the sign-in"),
    "account.set_password": _("set a password"),
    "account.sign_in": _("signed in"),
    "account.sign_out": _("signed out"),
    "duty.done": _("recorded a duty as done"),
    "duty.not_applicable": _("said that a duty does not apply"),
    "instrument.publish": _("published an instrument version"),
    "mail.alert.dismiss": _("cleared an alert about mail"),
    "mail.give_up": _("gave a mail up"),
    "mail.pause": _("paused the mail"),
    "mail.requeue": _("put a mail into the queue again"),
    "office.cover": _("changed who covers an office"),
    "referral.join": _("joined a screening to an open referral"),
    "referral.list": _("saw referrals in a list"),
    "referral.save_draft": _("saved the fields of a referral"),
    "referral.send": _("sent a referral"),
    "referral.view": _("opened a referral"),
    "request.refuse": _("was refused"),
    "screening.add_source": _("added a source"),
    "screening.list": _("saw drafts in a list"),
    "screening.raise": _("raised a level"),
    "screening.result": _("opened a result"),
    "screening.save": _("saved answers"),
    "screening.sign": _("signed a screening"),
    "screening.start": _("started a screening"),
    "screening.told_me": _("recorded a disclosure"),
    "screening.view": _("opened a screening"),
    "trail.view": _("looked at the trail"),
    "unit.create": _("made a unit"),
    "unit.set_acting": _("named an acting supervisor"),
    "user.create": _("made an account"),
    "user.deactivate": _("ended an account"),
    "user.invite": _("invited somebody"),
    "user.set_absence": _("recorded an absence"),
    "user.set_on_call": _("changed the on-call roster"),
    "youth.create": _("added a profile"),
    "youth.finding": _("recorded a finding"),
    "youth.search": _("searched"),
    "youth.update": _("changed a profile"),
    "youth.view": _("opened a profile"),
    **{move.event: move.label for move in MOVES.values()},
}
THINGS: Words = {
    "alert": _("Alert"),
    "channel": _("Mail"),
    "duty": _("Duty"),
    "finding": _("Finding"),
    "instrument": _("Instrument"),
    "message": _("Mail"),
    "office": _("Office"),
    "referral": _("Referral"),
    "request": _("Page"),
    "screening": _("Screening"),
    "search": _("Search"),
    "trail": _("Trail"),
    "unit": _("Unit"),
    "user": _("Account"),
    "youth": _("Young person"),
}
# One line for one person, about a thing named by its reference alone.
NEWS: Words = {
    "referral.send": _("A referral was sent"),
    "referral.join": _("New information has joined a referral"),
    "referral.acknowledge": _("HART has acknowledged your referral"),
    "referral.start_review": _("HART has begun its review"),
    "referral.ask_information": _("HART asks you for information"),
    "referral.answer_information": _("The referrer has answered"),
    "referral.determine": _("HART has determined"),
    "referral.close": _("HART has closed the referral"),
    "referral.not_accept": _("HART has not accepted the referral, and says why"),
    "referral.nobody_on_call": _("Nobody is on call, and an urgent referral is waiting"),
    "screening.raise": _("A level was raised in your unit"),
}
