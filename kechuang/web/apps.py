from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    """The page kit."""

    name = "kechuang.web"
    label = "web"

    def ready(self) -> None:
        """Compile catalogues that are missing, and name the groups of the side column."""
        from kechuang.web import catalogues, slots  # noqa: PLC0415 - needs the app registry

        catalogues.compile_missing()
        slots.add_group("mine", _("Mine"), 10)
        slots.add_group("promises", _("Plans and promises"), 20)
        slots.add_group("acts", _("Resources and market"), 30)
        slots.add_group("data", _("Data"), 40)
        slots.add_group("open", _("Open to all"), 50)
        slots.add_menu(
            slots.MenuEntry(group="open", label=_("Search"), view="web:search", permission="public", order=900)
        )
        slots.add_menu(
            slots.MenuEntry(group="mine", label=_("Today"), view="web:home", permission="signed_in", order=1)
        )
