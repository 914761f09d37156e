from django.apps import AppConfig


class AuctionConfig(AppConfig):
    """Sales by auction: announcement, admission, the running sale, result, confirmation, default and resale."""

    name = "kechuang.mechanisms.market.auction"
    label = "market_auction"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.mechanisms.market.auction import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
