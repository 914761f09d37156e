from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    """Evaluations of plans: self-reports, third-party checks, comments, approval, publication."""

    name = "kechuang.mechanisms.delivery.evaluation"
    label = "delivery_evaluation"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.mechanisms.delivery.evaluation import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
