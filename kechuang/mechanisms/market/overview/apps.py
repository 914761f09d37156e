from django.apps import AppConfig


class OverviewConfig(AppConfig):
    """The front page of the market, its markets beside each other, and its figures; it has no tables."""

    name = "kechuang.mechanisms.market.overview"
    label = "market_overview"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.mechanisms.market.overview import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
