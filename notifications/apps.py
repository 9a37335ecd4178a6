from django.apps import AppConfig

from notifications import relay


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        """Refuse to start where mail could reach somebody it must not, or travel in the clear."""
        relay.refuse_unsafe_address()
