"""What the pages of the field flow show, and where they lead."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.requests import SignedInRequest
from audit import clock
from screening import again, drafts, leaving, results, sections, services
from screening import gates as gating
from screening.forms import NEW_SOURCE, SectionForm, SourceForm
from screening.forms_capture import CaptureForm
from screening.instrument import Indicator
from screening.models import InstrumentVersion, Screening, SectionAnswers, Source
from screening.services import returns
from screening.voice import moment_words
from screening.words import SECTION_STATES
from youth import findings
from youth.models import Youth

ALL = "all"
STAY, LIST = "stay", "list"


def draft_to_go_back_to(request: SignedInRequest) -> Screening | None:
    """The screening somebody came from; nothing when the address names none of theirs."""
    try:
        named = UUID(request.GET.get("screening", ""))
    except ValueError:
        return None
    return Screening.objects.visible_to(request.user).drafts_of(request.user).filter(pk=named).first()


def known_age(screening: Screening) -> str:
    """What gate G1 is by a birth date that is known; an estimate says nothing for sure."""
    return services.known_age(screening.youth, clock.now())


def after_start(screening: Screening, gates: Mapping[str, str]) -> str:
    """Danger comes before anything else (foundations: the case, 4)."""
    first = reverse("screening:section", args=[screening.pk, sections.order(screening.instrument)[0]])
    return f"{reverse('danger')}?screening={screening.pk}" if gates.get("G5") in ("yes", "not_sure") else first


def capture_form(posted: QueryDict | None, youth: Youth | None) -> CaptureForm:
    return CaptureForm(
        posted,
        initial={"submission_key": uuid4()},
        instrument=InstrumentVersion.objects.newest().instrument,
        is_known=youth is not None,
        is_sealed=bool(youth and youth.sealed_at),
    )


def after_capture(screening: Screening) -> str:
    """To what is to be done next; danger first."""
    lists = reverse("screening:tasks", args=[screening.pk])
    return f"{reverse('danger')}?screening={screening.pk}" if screening.gates.get("G5") == "yes" else lists


def place(screening: Screening, code: str) -> str:
    if code == ALL:
        return reverse("screening:tasks", args=[screening.pk])
    return reverse("screening:section", args=[screening.pk, code])


def codes_meant(screening: Screening, code: str) -> list[str]:
    known = sections.order(screening.instrument)
    if code not in (ALL, *known):
        raise Http404
    return known if code == ALL else [code]


def swept_words(count: int) -> str:
    return ngettext("%(count)d answer is now Not known.", "%(count)d answers are now Not known.", count) % {
        "count": count
    }


def taken_words(count: int) -> str:
    return ngettext("%(count)d answer was taken over.", "%(count)d answers were taken over.", count) % {"count": count}


def undone_words(count: int) -> str:
    return ngettext("%(count)d answer was taken back.", "%(count)d answers were taken back.", count) % {"count": count}


def told_but_not_saved() -> str:
    return _(
        "That they have told you is recorded. What you typed here is not saved yet: put it right, then press it again."
    )


def is_autosave(request: HttpRequest) -> bool:
    return request.headers.get("X-Background") == "1"


def task_list(screening: Screening) -> dict[str, Any]:
    states = results.states(screening)
    ahead = sections.first(screening.instrument)
    ahead_open = any(state.answered < state.total for state in states if state.code in ahead)
    ready = not gating.lacking(screening.instrument, screening.gates) and bool(screening.trigger)
    return {
        "screening": screening,
        "start_done": ready,
        "rows": [(state, SECTION_STATES[state.name]) for state in states],
        "done": sum(1 for state in states if state.total and state.name == "done") + ready,
        "total": sum(1 for state in states if state.total) + 1,
        "can_see_result": ready and not any(state.lacking for state in states),
        "unanswered": 0 if ahead_open else sum(state.total - state.answered for state in states),
        "swept": results.has_swept(screening),
        **again.left_of(screening),
        "episode_missing": lacks_episode(screening),
    }


def lacks_episode(screening: Screening) -> bool:
    """Whether the gate says missing or back, and the record knows of no such episode: its reports have clocks."""
    said = screening.gates.get("G4")
    return said in (returns.MISSING_NOW, returns.RETURNED) and not returns.missing_status(screening.youth, clock.now())


def posted(request: HttpRequest) -> QueryDict | None:
    """What the page sent; an autosave brings no source, that is added on purpose."""
    if request.method != "POST":
        return None
    sent = request.POST.copy()
    for name in [name for name in sent if is_autosave(request) and is_of_source(name)]:
        del sent[name]
    return sent


def is_of_source(name: str) -> bool:
    return name.startswith(f"{NEW_SOURCE}-")


def adds_source(posted: QueryDict | None) -> bool:
    """A date or a name alone is the beginning of a source too, and is not dropped."""
    return posted is not None and any(posted.get(name) for name in posted if is_of_source(name))


class SectionPage:
    """One domain: its form, the source that may be added with it, and what became of a save."""

    def __init__(self, screening: Screening, code: str, posted: QueryDict | None) -> None:
        domains = {domain.code: domain for domain in screening.instrument.domains}
        if code not in domains:
            raise Http404
        self.screening, self.domain = screening, domains[code]
        self.part: SectionAnswers | None = next((p for p in screening.sections.all() if p.code == code), None)
        self.stale = self.kept = False
        self.source_added: Source | None = None
        self.typed: Any = posted.copy() if posted is not None else None
        self.sources = list(screening.sources.all())
        self.build_forms()

    def build_forms(self) -> None:
        data, instrument = self.typed, self.screening.instrument
        self.form = SectionForm(
            data, instrument=instrument, domain=self.domain, sources=self.sources,
            initial=SectionForm.initial_from(self.part) if data is None else None,
        )  # fmt: skip
        self.__dict__.pop("source_form", None)

    @cached_property
    def source_form(self) -> SourceForm:
        data = self.typed if adds_source(self.typed) else None
        return SourceForm(data, instrument=self.screening.instrument, prefix=NEW_SOURCE)

    def is_valid(self) -> bool:
        return self.form.is_valid() and (not adds_source(self.typed) or self.source_form.is_valid())

    def save(self, *, by: User) -> None:
        """Keep what was typed, whatever it still lacks; a stale page keeps nothing and says so."""
        said = self.form.cleaned_data
        saved = services.save_section(
            self.screening, self.domain.code, self.form.entries(), seen=said["seen"], by=by,
            field=said["field"],
            source=self.source_form.cleaned_data if adds_source(self.typed) else None,
        )  # fmt: skip
        self.part, self.stale, self.source_added = saved.section, saved.stale, saved.source
        self.kept = not saved.stale
        self.typed["seen"] = str(saved.section.number_of_saves)
        if self.stale:
            self.form.add_error(None, self.stale_words())
        elif self.lacks(saved.section.entries):
            self.show_what_is_kept(saved)

    def lacks(self, entries: Mapping[str, Mapping[str, Any]]) -> bool:
        instrument = self.screening.instrument
        return any(sections.lacks(instrument, item, entries.get(item.code, {})) for item in self.domain.indicators)

    def show_what_is_kept(self, saved: services.Saved) -> None:
        """The forms once more, from what is stored: a source that was typed is one to choose now."""
        for name in [name for name in self.typed if is_of_source(name)]:
            del self.typed[name]
        for code, entry in saved.section.entries.items():
            self.typed.setlist(f"{code}_sources", entry.get("sources", []))
        if saved.source and saved.source not in self.sources:
            self.sources.append(saved.source)
        self.build_forms()
        self.form.is_valid()
        self.form.say_what_is_missing(saved.section.entries)

    def item_named(self, code: str) -> Indicator:
        found = next((item for item in self.form.asked if item.code == code and item.is_scored), None)
        if found is None:
            raise Http404
        return found

    def keep_before_sweep(self, *, by: User, then: str = "") -> bool:
        """Whether nothing may be swept yet: the page was stale, or lacks something and would be left for the result."""
        self.save(by=by)
        return self.stale or (then == leaving.RESULT and bool(self.form.errors))

    def stale_words(self) -> str:
        at = moment_words(self.part.saved_at) if self.part else ""
        return _(
            "This page was saved in another tab or by another press, %(at)s. What you typed here is still below "
            "and not saved yet. Compare, then save again."
        ) % {"at": at}

    def saved_words(self) -> dict[str, Any]:
        assert self.part is not None
        words = self.stale_words() if self.stale else _("Saved %(at)s") % {"at": moment_words(self.part.saved_at)}
        return {"words": words, "seen": self.part.number_of_saves, "stale": self.stale}

    def added_words(self) -> str:
        return _("The source is added, and attached to the answers that had none.")

    def onward(self, then: str) -> str:
        if then == leaving.BACK:
            return drafts.where_left(self.screening)
        if then == STAY:
            return place(self.screening, self.domain.code)
        if then in leaving.elsewhere(self.screening.instrument, self.domain.code):
            return place(self.screening, then)
        following = sections.following(self.screening.instrument, self.domain.code)
        return place(self.screening, ALL if then == LIST or following is None else following)

    def context(self) -> dict[str, Any]:
        entries = self.part.entries if self.part else {}
        asked = self.form.asked
        earlier = again.earlier_of(self.screening, [item.code for item in asked], clock.now())
        return {
            "screening": self.screening,
            "domain": self.domain,
            "form": self.form,
            "rows": [
                (row, again.beside(earlier, row.indicator, entries.get(row.indicator.code, {})))
                for row in self.form.rows()
            ],
            "base": earlier.base,
            "can_take_over": bool(earlier.left(asked, entries)),
            "source_form": self.source_form,
            "saved_at": self.part.saved_at if self.part and self.part.number_of_saves else None,
            "other_answers": self.other_answers(entries) if self.stale else [],
            "swept": any(entry.get("swept") for entry in entries.values()),
            "elsewhere": leaving.elsewhere(self.screening.instrument, self.domain.code).items(),
            "may_finish": leaving.may_finish(self.screening, self.domain.code),
            "not_saved": self.typed is not None and not self.kept,
            "forms": [self.form, self.source_form],
            "earlier": {"code": sections.EARLIER, "found": self.earlier()},
            "error_count": len(self.form.errors) + len(self.source_form.errors),
        }

    def earlier(self) -> list[str]:
        """What HART found before, on the page that asks for it; nothing is answered by itself."""
        if sections.EARLIER not in self.form.fields:
            return []
        return [
            _("%(finding)s, %(on)s, %(reference)s")
            % {"finding": one.get_kind_display(), "on": date_format(one.on, "M j, Y"), "reference": one.reference}
            for one in findings.known(self.screening.youth)
            if one.is_determination
        ]

    def other_answers(self, entries: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, str, str]]:
        """What the other tab saved, where it differs: (question, its answer, its note)."""
        own = self.form.entries()
        labels = {code: answer.label for code, answer in self.screening.instrument.answers.items()}
        return [
            (indicator.text, labels.get(entry.get("answer", ""), ""), entry.get("note", ""))
            for indicator in self.form.asked
            if (entry := entries.get(indicator.code, {})) != own.get(indicator.code, {})
        ]
