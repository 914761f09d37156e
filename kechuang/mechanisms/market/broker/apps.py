from django.apps import AppConfig


class BrokerConfig(AppConfig):
    """Technology brokers, technology managers, service bodies: their register, their deals, their commission."""

    name = "kechuang.mechanisms.market.broker"
    label = "market_broker"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.mechanisms.market.broker import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
