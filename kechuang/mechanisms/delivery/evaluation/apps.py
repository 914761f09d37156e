from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    """Evaluations of plans: self-reports, third-party checks, comments, approval, publication."""

    name = "kechuang.mechanisms.delivery.evaluation"
    label = "delivery_evaluation"
