from django.apps import AppConfig


class StandardConfig(AppConfig):
    """Moves that any kind of case can use: return, withdraw, transfer, opinions, recommend, suspend, reopen."""

    name = "kechuang.casework.standard"
    label = "standard"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.casework.standard import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
