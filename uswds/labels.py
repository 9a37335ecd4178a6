"""Level, tag and clock, as lists show them by the hundred: words with an icon, never colour alone."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from uswds.icons import icon

register = template.Library()
UNKNOWN = "U"
CLOCKS = {"late": "error", "done": "check_circle", "hold": "hourglass_empty"}  # tone: icon; any other time runs


@register.simple_tag
def level(code: str, text: str) -> SafeString:
    """With how far up it is, for whoever cannot see the bars, and that it is not validated."""
    of = format_html('<span class="usa-sr-only">{} </span>', _("Level %s of 4:") % code) if code != UNKNOWN else ""
    return format_html(
        '<span class="level level--{}">{}<span>{}{}</span></span> <span class="level-note">{}</span>',
        code, icon(f"level-{code}"), of, text, _("Not validated"),
    )  # fmt: skip


@register.simple_tag
def tag(text: str, tone: str = "plain", icon_name: str = "") -> SafeString:
    """``tone``: plain, strong, info, done, soon, hold, late. Late (red) is for late and in danger now alone."""
    return format_html('<span class="tag tag--{}">{}{}</span>', tone, icon(icon_name) if icon_name else "", text)


@register.simple_tag
def clock(text: str, tone: str = "", detail: str = "") -> SafeString:
    """``tone``: late, soon, hold, done, or none while there is time."""
    more = format_html(' <span class="row__meta">{}</span>', detail) if detail else ""
    return format_html(
        '<span class="clock{}">{}<span>{}</span></span>{}',
        f" clock--{tone}" if tone else "", icon(CLOCKS.get(tone, "schedule")), text, more,
    )  # fmt: skip
