from django.apps import AppConfig


class BriefingConfig(AppConfig):
    """A leader's first page: what turned, what is promised, what is asked, what waits."""

    name = "kechuang.casework.briefing"
    label = "briefing"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.casework.briefing import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
