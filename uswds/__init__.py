"""Fields and widgets of the design system; their templates are the crispy pack in templates/uswds/."""
