from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Persons, bodies and the grants that tie them."""

    name = "kechuang.web.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
