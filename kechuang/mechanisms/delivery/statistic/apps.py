from django.apps import AppConfig


class StatisticConfig(AppConfig):
    """Observations of statistics as facts: entered, imported, checked, revised as new vintages."""

    name = "kechuang.mechanisms.delivery.statistic"
    label = "delivery_statistic"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.mechanisms.delivery.statistic import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
