from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    """Annual monitoring, mid-term and final evaluation of a plan as a process with a report."""

    name = "kechuang.mechanisms.delivery.evaluation"
    label = "delivery_evaluation"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.mechanisms.delivery.evaluation import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
