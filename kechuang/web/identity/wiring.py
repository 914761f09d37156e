"""What this package lays on shared pages."""

from django.contrib.auth.signals import user_logged_in, user_logged_out

from kechuang.web import interface
from kechuang.web.identity import sessions


def register() -> None:
    """Register the reader of tokens, the interface for programs, and what follows a sign-in."""
    interface.register_bearer("kechuang.web.identity.tokens:bearer")
    interface.register("account", "kechuang.web.identity.api:router")
    user_logged_in.connect(sessions.on_signed_in, dispatch_uid="identity.signed_in")
    user_logged_out.connect(sessions.on_signed_out, dispatch_uid="identity.signed_out")
