from django.apps import AppConfig


class AttestationConfig(AppConfig):
    """Attestation of deals: evidence, check list, certificates as SD-JWT, presentations, the public check."""

    name = "kechuang.mechanisms.market.attestation"
    label = "market_attestation"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.mechanisms.market.attestation import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
