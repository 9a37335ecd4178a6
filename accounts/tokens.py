"""The token in a link that sets a password."""

from datetime import UTC, datetime

from django.contrib.auth.tokens import PasswordResetTokenGenerator


class LinkTokens(PasswordResetTokenGenerator):
    """Django's, but counting in UTC: by local time half an hour lasts ninety minutes one night in autumn."""

    def _now(self) -> datetime:
        return datetime.now(UTC).replace(tzinfo=None)


link_tokens = LinkTokens()
