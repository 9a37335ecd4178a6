"""Somebody at a browser: goes to pages and looks at each; every page they come to is checked."""

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response

from tests.browser.accessibility import outline_faults, violations


class Visitor:
    """One person with one window. ``faults`` is what was wrong on the pages they came to."""

    def __init__(self, context: BrowserContext, url: str, names: tuple[str, ...] = ()) -> None:
        self.page: Page = context.new_page()
        self.url, self.names = url, names
        self.faults: list[str] = []
        self.titles: dict[str, str] = {}
        self.page.on("console", self.heard)
        self.page.on("pageerror", lambda error: self.note(f"script: {error}"))
        self.page.on("response", self.answered)

    def note(self, fault: str) -> None:
        self.faults.append(f"{self.page.url.removeprefix(self.url)}: {fault}")

    def heard(self, message: ConsoleMessage) -> None:
        """Violations of the content policy are said here too."""
        if message.type in ("error", "warning"):
            self.note(f"console: {message.text}")

    def answered(self, response: Response) -> None:
        if response.status >= 400:
            self.note(f"{response.status} for {response.url}")

    def opens(self, path: str) -> None:
        self.page.goto(self.url + path)
        self.looks()

    def looks(self) -> None:
        """At the page as it stands."""
        for fault in outline_faults(self.page, self.names) + violations(self.page):
            self.note(fault)
        path = self.page.url.removeprefix(self.url).split("#")[0].split("?")[0]
        other = self.titles.setdefault(self.page.title(), path)
        if other != path:
            self.note(f"has the title of {other}")

    def said_of_faults(self) -> str:
        """Each fault once, in lines; nothing when all was well."""
        return "\n".join(dict.fromkeys(self.faults))

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    def sees(self, words: str) -> bool:
        return words in self.page.locator("main").inner_text()
