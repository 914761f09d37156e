from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """The gateway that every act passes, and what surrounds a case."""

    name = "kechuang.casework"
    label = "casework"

    def ready(self) -> None:
        """Lay casework's parts on the shared pages."""
        from kechuang.casework import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
