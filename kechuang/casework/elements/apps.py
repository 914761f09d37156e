from django.apps import AppConfig


class ElementsConfig(AppConfig):
    """The dictionary of data elements, the register of forms, one-off collections."""

    name = "kechuang.casework.elements"
    label = "elements"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.casework.elements import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
