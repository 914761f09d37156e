from django.apps import AppConfig


class OcdsConfig(AppConfig):
    """Offers, sales and deals of the market as open data by the Open Contracting standard; it has no tables."""

    name = "kechuang.mechanisms.market.ocds"
    label = "market_ocds"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.mechanisms.market.ocds import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
