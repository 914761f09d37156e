from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ResultConfig(AppConfig):
    """Achievements and rights in technology."""

    name = "kechuang.mechanisms.market.result"
    label = "market_result"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.mechanisms.market.result import tallying, wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
        post_migrate.connect(tallying.catch_up, sender=self)
