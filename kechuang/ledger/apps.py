from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate, pre_migrate


class LedgerConfig(AppConfig):
    """The append-only record of facts, and its proofs."""

    name = "kechuang.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Put the triggers back after every migration, and lay the public record on the shared pages."""
        triggers = import_module("kechuang.ledger.triggers")
        pre_migrate.connect(triggers.before_migrate, sender=self, dispatch_uid="ledger.triggers")
        post_migrate.connect(triggers.after_migrate, sender=self, dispatch_uid="ledger.triggers")
        if apps.is_installed("kechuang.web") and find_spec("ninja"):
            import_module("kechuang.ledger.wiring").register()
