from django.apps import AppConfig


class MattersConfig(AppConfig):
    """The plain matter: what reaches an office and has no mechanism of its own."""

    name = "kechuang.casework.matters"
    label = "matters"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.casework.matters import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
