from django.apps import AppConfig


class ResultConfig(AppConfig):
    """Achievements and rights in technology."""

    name = "kechuang.mechanisms.market.result"
    label = "market_result"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.mechanisms.market.result import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
