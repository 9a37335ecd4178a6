"""CI's last word on a suite that did not really run."""

import re

import pytest

from local.bootstrap import ROOT
from local.suite import CHROMIUM_NAMES
from local.verdict import fault

RAN = '<testcase classname="tests.youth.test_x" name="a"/>'
LEFT_OUT = '<testcase classname="tests.{app}.test_x" name="b"><skipped message="{why}"/></testcase>'


@pytest.mark.parametrize(
    ("cases", "expected"),
    [
        (RAN, ""),
        (RAN + LEFT_OUT.format(app="ground", why="no /proc"), ""),
        (RAN + LEFT_OUT.format(app="browser", why="no Chromium"), "1 browser test(s) were skipped"),
        (RAN + LEFT_OUT.format(app="youth", why="no browser here"), "1 browser test(s) were skipped"),
        (LEFT_OUT.format(app="ground", why="no /proc"), "no test was run"),
        ("", "no test was run"),
    ],
)
def test_a_suite_passes_only_when_it_ran_with_its_browser_tests(cases: str, expected: str) -> None:
    assert fault(f"<testsuites><testsuite>{cases}</testsuite></testsuites>") == expected


def test_ci_looks_for_the_browser_by_the_names_the_suite_knows() -> None:
    (looked_for,) = re.findall(r"command -v (.+) >/dev/null", (ROOT / ".ci" / "run").read_text())
    assert tuple(looked_for.split()) == CHROMIUM_NAMES
