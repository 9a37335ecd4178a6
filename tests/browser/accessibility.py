"""What axe and the page itself say about a page that is open in the browser."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = "color-contrast"  # costs as much as all the others together
RUN_AXE = """([runOnly, rules]) =>
    axe.run(document, {runOnly, rules, resultTypes: ['violations'], preload: false})"""
# How far the page scrolls sideways, and which of its parts reach out; what scrolls in a box of its own may.
SIDEWAYS = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const wide = [...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > width + 1);
    return wide.slice(0, 3).map(e => `${e.tagName.toLowerCase()}.${e.className}`);
}"""


def violations(page: Page, *, colours: bool = True) -> list[str]:
    """Each violation of WCAG 2.0 to 2.2 A and AA and of axe's best practice, with the first places it is found at.

    ``colours``: of a page that was looked at in another width just now they need not be looked at again.
    """
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    asked = [RULES, {COLOURS: {"enabled": colours}}]
    found: list[dict[str, Any]] = page.evaluate(RUN_AXE, asked)["violations"]
    return [
        f"{one['id']}: {one['help']} at {', '.join(str(node['target'][0]) for node in one['nodes'][:3])}"
        for one in found
    ]


def reaching_out(page: Page) -> list[str]:
    """What makes the page scroll sideways."""
    return [f"scrolls sideways because of {part}" for part in page.evaluate(SIDEWAYS)]


def outline_faults(page: Page, names: tuple[str, ...]) -> list[str]:
    """A page has one main heading, and a title of its own that names nobody."""
    title, headings = page.title(), page.locator("h1").count()
    found = [f"{headings} main headings"] if headings != 1 else []
    if not title.split(" - ")[0].strip():
        found.append("has no title")
    return found + [f"its title says {name}" for name in names if name.lower() in title.lower()]
