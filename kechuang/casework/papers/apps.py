from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Documents made for a case, their numbers, and their signed copies."""

    name = "kechuang.casework.papers"
    label = "papers"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.casework.papers import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
