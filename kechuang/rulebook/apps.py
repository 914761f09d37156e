from django.apps import AppConfig


class RulebookConfig(AppConfig):
    """Law in force: dated rules per region, and the pages that show them."""

    name = "kechuang.rulebook"
    label = "rulebook"

    def ready(self) -> None:
        """Register the facts, and lay the rulebook's parts on the shared pages."""
        from kechuang.rulebook import facts, wiring  # noqa: F401, PLC0415 - Django must be ready first

        wiring.register()
