from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The document kit: one description of a paper, written as Word and as PDF/A."""

    name = "kechuang.web.documents"
    label = "documents"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.web.documents import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
