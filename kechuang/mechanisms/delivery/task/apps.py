from django.apps import AppConfig


class TaskConfig(AppConfig):
    """Tasks from plans, instructions, minutes, proposals and letters: assigned, reported, proved, verified, closed."""

    name = "kechuang.mechanisms.delivery.task"
    label = "delivery_task"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.mechanisms.delivery.task import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
