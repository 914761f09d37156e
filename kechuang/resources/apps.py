from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    """The registers of what a region has: organisations, later people, platforms, instruments."""

    name = "kechuang.resources"
    label = "resources"

    def ready(self) -> None:
        """Register acts, cases and pages once all tables are known."""
        from kechuang.resources import wiring  # noqa: PLC0415 - needs loaded apps

        wiring.register()
