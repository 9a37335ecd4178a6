"""A number that is called by pressing it, from whatever somebody typed."""

import re

from django import template

register = template.Library()

RUN = re.compile(r"\+?\d[\d\s().\-]*")
SHORTEST = 3  # 911


@register.filter
def tel(typed: str) -> str:
    """The address of the first number in the text, "" where there is none: "860-555-0110, ext. 5" calls 8605550110."""
    numbers = (re.sub(r"[^\d+]", "", run) for run in RUN.findall(typed or ""))
    return next((f"tel:{number}" for number in numbers if len(number.lstrip("+")) >= SHORTEST), "")
