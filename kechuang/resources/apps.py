from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    """The registers of what a region has: organisations, later people, platforms, instruments."""

    name = "kechuang.resources"
    label = "resources"
