from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Any office's own ledger into the register, in three steps."""

    name = "kechuang.casework.imports"
    label = "imports"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.casework.imports import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
