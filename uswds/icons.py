"""An icon of the design system, as lists draw them by the hundred."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """``name`` as it stands in icons.svg. The words beside it say what it means, so readers of the screen skip it."""
    return format_html(
        '<svg class="usa-icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("img/icons.svg"), name,
    )  # fmt: skip
