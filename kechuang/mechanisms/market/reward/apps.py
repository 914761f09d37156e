from django.apps import AppConfig


class RewardConfig(AppConfig):
    """Empowerment of completers, reward sharing, the reward calculator, units' yearly transfer reports."""

    name = "kechuang.mechanisms.market.reward"
    label = "market_reward"

    def ready(self) -> None:
        """Lay this package's parts on the shared pages."""
        from kechuang.mechanisms.market.reward import wiring  # noqa: PLC0415 - needs loaded models

        wiring.register()
