"""They told in the middle of a page: what was typed there is kept first, also without a script."""

from typing import Any, Protocol

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from screening import outcome, pages, services, voice
from screening.forms import StartForm
from screening.forms_beside import RaiseForm, ResultForm, ToldForm
from screening.models import Screening
from screening.voice import Kept, WordsForm


class Page(Protocol):
    """A page with the button, as its form was when the button was pressed."""

    template: str

    def keep(self, *, by: User) -> bool:
        """Whether all that was typed is kept, so that nothing is lost by leaving the page."""
        ...

    def context(self) -> dict[str, Any]: ...


class StartPage:
    """Choices alone: those that hold are kept, and what still lacks is asked before the result."""

    template = "screening/start.html"

    def __init__(self, screening: Screening, posted: QueryDict) -> None:
        self.screening = screening
        known = pages.known_age(screening)
        self.form = StartForm(posted, instrument=screening.instrument, known_age=known)

    def keep(self, *, by: User) -> bool:
        self.form.is_valid()
        gates = self.form.gates()
        if "is_adult" in self.form.errors:  # an age that contradicts the profile is nobody's answer yet
            gates = {code: value for code, value in gates.items() if code not in ("G1", "G2")}
        trigger = self.form.cleaned_data.get("trigger") or self.screening.trigger
        services.save_start(self.screening, trigger=trigger, gates=gates, by=by)
        return True

    def context(self) -> dict[str, Any]:
        return {"screening": self.screening, "form": self.form}


class WordsPage:
    """The page of what was told, of the result, or of a raise."""

    form: WordsForm
    template = section = ""

    def __init__(self, screening: Screening, posted: QueryDict) -> None:
        self.screening = screening
        self.build(posted)

    def build(self, posted: QueryDict) -> None:
        raise NotImplementedError

    def keep(self, *, by: User) -> bool:
        if not self.form.can_be_kept():
            return False
        return not voice.keep(self.screening, self.form, section=self.section, by=by).stale

    def context(self) -> dict[str, Any]:
        return {**outcome.result_page(self.screening), "form": self.form}


class ToldPage(WordsPage):
    template, section = "screening/told.html", "told"

    def build(self, posted: QueryDict) -> None:
        self.form = ToldForm(posted, screening=self.screening)

    def context(self) -> dict[str, Any]:
        return outcome.told_page(self.screening, self.form)


class ResultPage(WordsPage):
    template, section = "screening/result.html", "result"

    def build(self, posted: QueryDict) -> None:
        services.refuse_unready(self.screening)
        asks = outcome.result_page(self.screening)["asks"]
        self.form = ResultForm(posted, screening=self.screening, **asks)


class RaisePage(WordsPage):
    template, section = "screening/raise.html", "raise"

    def build(self, posted: QueryDict) -> None:
        services.refuse_unready(self.screening)
        higher = outcome.result_page(self.screening)["higher"]
        self.form = RaiseForm(posted, screening=self.screening, higher=higher)


PAGES: dict[str, type[StartPage | WordsPage]] = {
    "start": StartPage,
    "told": ToldPage,
    "result": ResultPage,
    "raise": RaisePage,
}


def page_named(name: str, screening: Screening, posted: QueryDict) -> Page:
    if name not in PAGES:
        raise Http404
    return PAGES[name](screening, posted)


def reason_kept(kept: Kept) -> dict[str, Any]:
    """A saved reason raises nothing yet, and the words must not sound as if it did."""
    answer = kept.as_answer()
    if not kept.stale:
        answer["words"] = _("Reason saved. The level is raised when you press Raise")
    return answer
