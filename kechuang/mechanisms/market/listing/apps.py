from django.apps import AppConfig


class ListingConfig(AppConfig):
    """Listings: a base price published for its period, buyers registered in confidence, a result with its notice."""

    name = "kechuang.mechanisms.market.listing"
    label = "market_listing"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.mechanisms.market.listing import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
