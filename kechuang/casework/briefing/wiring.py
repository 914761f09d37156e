"""What this package lays on shared pages."""

from django.utils.translation import gettext_lazy as _

from kechuang.casework import erasure
from kechuang.casework.briefing import own
from kechuang.casework.briefing.asking import FIRST, READ
from kechuang.casework.briefing.models import Look
from kechuang.casework.briefing.registry import MINE, Brief
from kechuang.casework.briefing.registry import register as register_brief
from kechuang.web import interface, slots
from kechuang.web.accounts.models import Person


def register() -> None:
    """Register the menu entry, the first page after signing in, the tellers of casework, and programs' interface."""
    slots.add_menu(slots.MenuEntry(group="mine", label=_("Brief"), view="briefing:brief", permission=READ, order=2))
    slots.set_entrance("briefing:brief", FIRST)
    register_brief(Brief(name="mine", part=MINE, tell=own.waiting, permission=slots.SIGNED_IN, order=10))
    erasure.register_eraser("briefing", forget)
    interface.register("brief", "kechuang.casework.briefing.api:router")


def forget(person: Person) -> int:
    """Forget when a person looked."""
    return Look.objects.filter(person=person).delete()[0]
