from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PolicyConfig(AppConfig):
    """Policy documents as published, what they promise, and the systems that they name."""

    name = "kechuang.policy"
    label = "policy"

    def ready(self) -> None:
        """Register acts, cases and pages, and mirror the table of systems whenever the database is migrated."""
        import_module("kechuang.policy.wiring").register()
        post_migrate.connect(import_module("kechuang.policy.mirror").mirror_systems, sender=self)
