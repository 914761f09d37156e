"""The first thing that a fresh process of a shared pass runs. Imports nothing of Django before its set-up."""


def begin(database: str) -> None:
    """Make ready a process of its own: the same settings, and the same database even where a test renamed it."""
    import django  # noqa: PLC0415 - this module is read before Django is set up

    django.setup()
    from django.db import connection  # noqa: PLC0415 - needs the settings

    connection.settings_dict["NAME"] = database
