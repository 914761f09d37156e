from django.apps import AppConfig


class NoticeConfig(AppConfig):
    """Agreed prices with public notice: terms, the running notice, objections, evidence, signature."""

    name = "kechuang.mechanisms.market.notice"
    label = "market_notice"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.mechanisms.market.notice import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
