"""Somebody who plays the story in Chromium, and what the browser itself counts while they do.

An input is each field that was typed in or chosen from, and each link, button or fold that was pressed: the page
reports its own ``change`` and ``click`` events, so nothing is counted by hand. A screen is each document that the
window came to show, the first and the last included, a page that comes back after a press included. A retyped field
is a text or a closed list that was filled in with what had been filled in before. Signing in is not counted.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import BrowserContext, Locator, Page

STROKES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "strokes.yaml").read_text())
ALREADY_OPEN = "already open"
COUNTED = """(() => {
    if (window !== window.top) return;
    const words = (e) => (e ? e.innerText.replace(/\\s+/g, " ").trim() : "");
    const asked = (e) => words(e.closest("fieldset")?.querySelector("legend")) || words(e.labels?.[0]);
    document.addEventListener("DOMContentLoaded", () => window.heard("screen", location.pathname, ""));
    document.addEventListener("change", ({ target: e }) => {
        const chosen = ["radio", "checkbox"].includes(e.type) || e.tagName === "SELECT";
        window.heard(chosen ? "choice" : "text", asked(e), chosen ? e.selectedOptions?.[0]?.text || "" : e.value);
    }, true);
    document.addEventListener("click", ({ target, detail }) => {
        const pressed = target.closest("a, button, summary");
        if (pressed) window.heard("press", words(pressed), "");
    }, true);
})()"""


@dataclass(frozen=True)
class Event:
    kind: str  # screen, choice, text, press
    words: str
    value: str


@dataclass
class Count:
    """What the browser told of one part of the story."""

    width: int
    events: list[Event] = field(default_factory=list)

    @property
    def screens(self) -> int:
        return sum(1 for event in self.events if event.kind == "screen")

    @property
    def inputs(self) -> int:
        return sum(1 for event in self.events if event.kind != "screen")

    @property
    def presses(self) -> int:
        return sum(1 for event in self.events if event.kind == "press")

    @property
    def retyped(self) -> list[str]:
        typed = [event.value.strip() for event in self.events if event.kind == "text"]
        chosen = [event.value for event in self.events if event.kind == "choice" and event.value]
        both = [value for value in (*typed, *chosen) if value]
        return sorted({value for value in both if both.count(value) > 1})

    @property
    def seconds(self) -> float:
        return sum(self.lasts(event) for event in self.events)

    def lasts(self, event: Event) -> float:
        """By the model of strokes.yaml."""
        if event.kind == "screen":
            return 0.0 if event.value == ALREADY_OPEN else float(STROKES["answer_of_the_page"])
        read = len(event.words.split()) * 60 / STROKES["read_words_a_minute"]
        found = read + STROKES["think"] + STROKES["point"] + STROKES["press"]
        if event.kind == "text":
            found += len(event.value) * STROKES["key"][self.width] + (
                STROKES["hand_to_keys"] if self.width > 640 else 0
            )
        return float(found)

    def in_words(self, name: str) -> str:
        minutes, seconds = divmod(round(self.seconds), 60)
        return (
            f"{name} at {self.width} px: {self.screens} screens, {self.inputs} inputs, {len(self.retyped)} retyped, "
            f"about {minutes} min {seconds:02} s"
        )


class Player:
    def __init__(self, context: BrowserContext, width: int) -> None:
        self.count = Count(width)
        context.expose_binding("heard", lambda _source, *said: self.count.events.append(Event(*said)))
        context.add_init_script(COUNTED)
        self.page: Page = context.new_page()
        self.page.set_viewport_size({"width": width, "height": 740})

    def opens(self, path: str) -> None:
        self.page.goto(path)

    def begins(self) -> Count:
        """From here on another part of the story; the page that is open is its first screen."""
        self.count = Count(self.count.width, [Event("screen", "", ALREADY_OPEN)])
        return self.count

    def goes(self, place: Locator) -> None:
        with self.page.expect_navigation():
            place.click()
        self.page.wait_for_load_state()

    def follows(self, link: str) -> None:
        self.goes(self.page.get_by_role("link", name=link).first)

    def pushes(self, button: str) -> None:
        self.goes(self.page.get_by_role("button", name=button).first)

    def types(self, label: str, words: str) -> None:
        self.page.get_by_label(label).first.fill(words)

    def fills(self, name: str, words: str) -> None:
        self.page.locator(f"[name={name}]").fill(words)

    def picks(self, label: str, option: str) -> None:
        box = self.page.get_by_label(label).first
        found = box.locator("option").filter(has_text=option).first
        box.select_option(value=found.get_attribute("value"))

    def chooses(self, question: str, answer: str) -> None:
        group = self.page.get_by_role("group", name=question).first
        group.locator("label").filter(has_text=re.compile(rf"^\s*{re.escape(answer)}")).first.click()

    def answers(self, code: str, answer: str) -> None:
        self.page.locator(f"#q-{code} .indicator__answer label").filter(has_text=answer).first.click()

    def unfolds(self, words: str) -> None:
        self.page.locator("summary").filter(has_text=words).first.click()

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()
