from django.apps import AppConfig


class WorksConfig(AppConfig):
    """One work in many papers: versions compared, repeats merged, targets of all levels aligned."""

    name = "kechuang.policy.works"
    label = "policy_works"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.policy.works import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
