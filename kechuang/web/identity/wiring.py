"""What this package lays on shared pages."""

from django.contrib.auth.signals import user_logged_in, user_logged_out

from kechuang.web import api
from kechuang.web.identity import sessions, tokens
from kechuang.web.identity.api import router


def register() -> None:
    """Register the reader of tokens, the interface for programs, and what follows a sign-in."""
    api.register_bearer(tokens.bearer)
    api.register("account", router)
    user_logged_in.connect(sessions.on_signed_in, dispatch_uid="identity.signed_in")
    user_logged_out.connect(sessions.on_signed_out, dispatch_uid="identity.signed_out")
