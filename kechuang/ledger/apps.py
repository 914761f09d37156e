from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    """The append-only record of facts, and its proofs."""

    name = "kechuang.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Put the triggers back after every migration, and let Django's checks look for them."""
        from kechuang.ledger import triggers  # noqa: PLC0415 - needs loaded apps

        post_migrate.connect(triggers.after_migrate, sender=self, dispatch_uid="ledger.triggers")
