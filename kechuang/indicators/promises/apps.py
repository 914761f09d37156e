from django.apps import AppConfig


class PromisesConfig(AppConfig):
    """Promises measured: targets of every form with baseline, path, projection and versions."""

    name = "kechuang.indicators.promises"
    label = "promises"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.indicators.promises import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
