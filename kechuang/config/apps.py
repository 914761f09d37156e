from django.apps import AppConfig


class NodeConfig(AppConfig):
    """Ties the packages together: roles, slots, addresses."""

    name = "kechuang.config"
    label = "node"
