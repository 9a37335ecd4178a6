"""The keyboard alone: what has the focus is reached with Tab, pressed with Enter or Space, written into by typing."""

from typing import Any

from tests.browser.visitor import Visitor

MOST_STOPS = 150
SLIDE = 300  # milliseconds
# The element with the focus, as somebody hears it; and whether something lies over it.
FOCUSED = """() => {
    const e = document.activeElement;
    const words = element => (element ? element.innerText.replace(/\\s+/g, " ").trim() : "");
    const label = e.labels && e.labels[0];
    const seen = label && ["radio", "checkbox"].includes(e.type) ? label : e;
    const box = seen.getBoundingClientRect();
    const hit = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20));
    return {
        tag: e.tagName.toLowerCase(), type: e.type || "", id: e.id,
        words: words(label) || e.getAttribute("aria-label") || words(e),
        group: words(e.closest("fieldset") && e.closest("fieldset").querySelector("legend")),
        checked: Boolean(e.checked), value: e.value || "",
        option: e.tagName === "SELECT" && e.selectedIndex >= 0 ? words(e.options[e.selectedIndex]) : "",
        covered: e !== document.body && !(hit && (seen.contains(hit) || hit.contains(seen))),
    };
}"""


class KeyboardUser(Visitor):
    @property
    def focused(self) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate(FOCUSED)
        return found

    def presses(self, key: str) -> dict[str, Any]:
        self.page.keyboard.press(key)
        return self.focused

    def tabs_to(self, words: str, *, tag: str = "", group: str = "", back: bool = False) -> dict[str, Any]:
        """On to the next stop with these words. Nothing on the way may lie under something else."""
        passed = []
        for _stop in range(MOST_STOPS):
            found = self.presses("Shift+Tab" if back else "Tab")
            if found["covered"] and self.stays_covered():
                self.note(f"the focus is covered at {found['words']}")
            if matches(found, words, tag, group):
                return found
            passed.append(found["words"])
        raise AssertionError(f"{words or group} is not reached by Tab on {self.page.url}, but {passed}")

    def stays_covered(self) -> bool:
        """Something may slide in, like the link that skips to the content."""
        self.page.wait_for_timeout(SLIDE)
        return bool(self.focused["covered"])

    def goes_on(self, key: str = "Enter") -> None:
        """Press what has the focus, and look at the page it leads to."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        self.looks()

    def follows(self, link: str) -> None:
        self.tabs_to(link, tag="a")
        self.goes_on()

    def pushes(self, button: str) -> None:
        self.tabs_to(button, tag="button")
        self.goes_on()

    def types(self, label: str, words: str, *, group: str = "") -> None:
        self.tabs_to(label, group=group)
        self.page.keyboard.type(words)

    def picks(self, label: str, option: str, *, group: str = "") -> None:
        """In a closed list: the first letters choose."""
        self.tabs_to(label, tag="select", group=group)
        self.page.keyboard.type(option)
        assert (chosen := self.focused["option"]).startswith(option), chosen

    def chooses(self, question: str, answer: str) -> None:
        """Among radio buttons: one stop for the group, arrows within."""
        found = self.tabs_to("", tag="input", group=question)
        for _option in range(20):
            if found["words"].startswith(answer):
                break
            found = self.presses("ArrowDown")
        if not found["checked"]:
            found = self.presses("Space")
        assert found["checked"]
        assert found["words"].startswith(answer)

    def ticks(self, label: str, *, group: str = "") -> None:
        self.tabs_to(label, tag="input", group=group)
        assert self.presses("Space")["checked"]

    def signs_in(self, email: str, password: str) -> None:
        self.opens("/")
        self.types("Email", email)
        self.types("Password", password)
        self.goes_on()


def matches(found: dict[str, Any], words: str, tag: str, group: str) -> bool:
    return (
        found["words"].startswith(words)
        and (not tag or found["tag"] == tag)
        and (not group or found["group"].startswith(group))
    )
