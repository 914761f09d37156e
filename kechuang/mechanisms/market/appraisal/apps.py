from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    """Evaluation of achievements by third parties: team, five values, readiness with evidence, signed report."""

    name = "kechuang.mechanisms.market.appraisal"
    label = "market_appraisal"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.mechanisms.market.appraisal import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
