from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FilingConfig(AppConfig):
    """What goes out of a read document: the breakdown of responsibilities, Akoma Ntoso, candidate rules."""

    name = "kechuang.policy.filing"
    label = "policy_filing"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.policy.filing import actions, wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
        post_migrate.connect(actions.catch_up, sender=self)
