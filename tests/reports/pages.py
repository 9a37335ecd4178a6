"""What somebody reads on a page of the figures."""

import html
import re


def plainly(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())
