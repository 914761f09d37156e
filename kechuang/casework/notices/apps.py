from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Formal notices, the calendar of due days, the year's rhythm, escalation."""

    name = "kechuang.casework.notices"
    label = "notices"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.casework.notices import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
