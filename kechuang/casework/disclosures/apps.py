from django.apps import AppConfig


class DisclosuresConfig(AppConfig):
    """Who saw which restricted record, kept and shown to the person concerned."""

    name = "kechuang.casework.disclosures"
    label = "disclosures"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.casework.disclosures import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
