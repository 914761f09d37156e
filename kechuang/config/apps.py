from django.apps import AppConfig


class NodeConfig(AppConfig):
    """Ties the packages together: roles, slots, addresses."""

    name = "kechuang.config"
    label = "node"

    def ready(self) -> None:
        """Register roles and the node's own parts; the last app, so that it sees all others."""
        from kechuang.config import wiring  # noqa: PLC0415 - needs loaded apps

        wiring.register()
