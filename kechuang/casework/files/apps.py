from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Evidence and attachments, and the archive package of a closed case."""

    name = "kechuang.casework.files"
    label = "files"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.casework.files import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
