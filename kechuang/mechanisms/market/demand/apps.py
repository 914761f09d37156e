from django.apps import AppConfig


class DemandConfig(AppConfig):
    """Technology demands: firms set the question, the platform refines, publishes and matches it."""

    name = "kechuang.mechanisms.market.demand"
    label = "market_demand"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.mechanisms.market.demand import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
