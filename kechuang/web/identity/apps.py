from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """How people come in: one's own sign-in, other sign-in services, second factor, sessions, tokens."""

    name = "kechuang.web.identity"
    label = "identity"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.web.identity import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
