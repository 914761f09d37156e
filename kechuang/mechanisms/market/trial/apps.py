from django.apps import AppConfig


class TrialConfig(AppConfig):
    """First use, then transfer; the pool of results for the mountain counties; patent open licences."""

    name = "kechuang.mechanisms.market.trial"
    label = "market_trial"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.mechanisms.market.trial import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
