from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    """Cases of protection of intellectual property: taken in, routed by rule, handled, their result recorded."""

    name = "kechuang.mechanisms.market.protection"
    label = "market_protection"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.mechanisms.market.protection import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
