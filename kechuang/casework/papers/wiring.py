"""What this package lays on shared pages."""

from django.utils.translation import gettext_lazy as _

from kechuang.casework.files import bytes as kept
from kechuang.casework.papers import generic, issuing, list_own, reach, showing
from kechuang.web import exports, interface, slots


def register() -> None:
    """Register the panel of the case page, menu, readers, own templates and the interface for programs."""
    issuing.register()
    generic.register_all()
    kept.register_holder("papers", issuing.held_digests)
    slots.add_panel("case", slots.Panel(template="papers/case_panel.html", context=showing.case_panel, order=60))
    slots.add_menu(
        slots.MenuEntry(
            group="mine",
            label=_("Documents"),
            view="papers:papers",
            permission=reach.READ,
            order=60,
            match=("papers:",),
        )
    )
    exports.register_own(exports.Own(label=_("Our own template"), permission=reach.TEMPLATES, answer=list_own.answer))
    interface.register("papers", "kechuang.casework.papers.api:router")
