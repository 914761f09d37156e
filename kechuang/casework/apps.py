from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """The gateway that every act passes, and what surrounds a case."""

    name = "kechuang.casework"
    label = "casework"
