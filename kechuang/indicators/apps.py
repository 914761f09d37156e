from importlib import import_module

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """Measures over facts, and what they say about the promises."""

    name = "kechuang.indicators"
    label = "indicators"

    def ready(self) -> None:
        """Check all definitions, and register pages and the interface for programs."""
        import_module("kechuang.indicators.wiring").register_all()
