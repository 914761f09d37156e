from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Findings of a document accepted, corrected or rejected one by one; corrections are facts."""

    name = "kechuang.policy.review"
    label = "policy_review"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.policy.review import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
