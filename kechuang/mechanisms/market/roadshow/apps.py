from django.apps import AppConfig


class RoadshowConfig(AppConfig):
    """Roadshows, matchings, previews and trainings across cities, in one calendar with sales and listings."""

    name = "kechuang.mechanisms.market.roadshow"
    label = "market_roadshow"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.mechanisms.market.roadshow import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
