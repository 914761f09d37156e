from django.apps import AppConfig


class ContractConfig(AppConfig):
    """Recognition and registration of technology contracts."""

    name = "kechuang.mechanisms.market.contract"
    label = "market_contract"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.mechanisms.market.contract import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
