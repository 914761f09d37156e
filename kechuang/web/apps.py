from django.apps import AppConfig


class WebConfig(AppConfig):
    """The page kit."""

    name = "kechuang.web"
    label = "web"
