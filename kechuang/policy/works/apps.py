from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class WorksConfig(AppConfig):
    """One work in many papers: versions compared, repeats merged, targets of all levels aligned."""

    name = "kechuang.policy.works"
    label = "policy_works"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.policy.works import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
        post_migrate.connect(import_module("kechuang.policy.works.published").mirror, sender=self)
