"""The request as a view sees it: the middleware has let nobody in who is not signed in."""

from django.http import HttpRequest

from accounts.models import User


class SignedInRequest(HttpRequest):
    """For annotations alone."""

    user: User
