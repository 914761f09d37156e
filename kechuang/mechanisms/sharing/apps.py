from importlib import import_module

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """Sharing of resources: innovation vouchers and the settlement between regions."""

    name = "kechuang.mechanisms.sharing"
    label = "sharing"

    def ready(self) -> None:
        """Register acts, cases and pages once all tables are known."""
        import_module("kechuang.mechanisms.sharing.wiring")
