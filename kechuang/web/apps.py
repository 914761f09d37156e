from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    """The page kit."""

    name = "kechuang.web"
    label = "web"

    def ready(self) -> None:
        """Compile catalogues that are missing, and name the groups of the side column."""
        from kechuang.web import catalogues, desk, drafts_pages, interface, looks_pages, slots, undo  # noqa: PLC0415 - needs the app registry

        catalogues.compile_missing()
        undo.register(drafts_pages.UNDO, drafts_pages.restore)
        undo.register(looks_pages.REMOVED, looks_pages.restore)
        undo.register(looks_pages.NAMED, looks_pages.rename_back)
        slots.add_group("mine", _("Mine"), 10)
        slots.add_group("promises", _("Plans and promises"), 20)
        slots.add_group("acts", _("Resources and services"), 30)
        slots.add_group("data", _("Data"), 40)
        slots.add_group("open", _("Open to all"), 50)
        interface.register("desk", "kechuang.web.desk_api:router")
        slots.add_link("door.data", lambda: reverse("web:api"))
        for name in ("home", "account"):
            panel = slots.Panel(
                template=f"web/desk_{name}.html", context=desk.of(name), order=70, permission=slots.SIGNED_IN
            )
            slots.add_panel(name, panel)
        slots.add_source(
            slots.PaletteSource(name="kept", label=_("Kept for me"), find=desk.find, permission=slots.SIGNED_IN)
        )
        own = (
            ("mine", _("Today"), "web:home", slots.SIGNED_IN, 1),
            ("open", _("Search"), "web:search", slots.PUBLIC, 900),
            ("open", _("Interface"), "web:api", slots.PUBLIC, 950),
        )
        for group, label, view, permission, order in own:
            slots.add_menu(slots.MenuEntry(group=group, label=label, view=view, permission=permission, order=order))
