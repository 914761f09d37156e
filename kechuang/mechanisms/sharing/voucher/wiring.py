"""What the voucher makes known when the node starts: cases with forms and panels, menu, doors, palette, interface."""

from dataclasses import replace

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.files import bytes as kept
from kechuang.casework.registry import CaseKind, register_case
from kechuang.ledger.showing import register_value
from kechuang.mechanisms.sharing.voucher import cases, ledgers, notices, panels, preparing, queries, standard, words
from kechuang.mechanisms.sharing.voucher.form_acts.table import forms_of
from kechuang.mechanisms.sharing.voucher.models import VoucherBatch, VoucherOrder
from kechuang.mechanisms.sharing.voucher.words import TONES
from kechuang.web import clock, interface, slots

LISTS = (
    (cases.BUDGET, "voucher:budgets"),
    (cases.PROVIDER, "voucher:listings"),
    (cases.RIGHT, "voucher:rights"),
    (cases.ORDER, "voucher:orders"),
    (cases.AUDIT, "voucher:rounds"),
    (cases.BATCH, "voucher:batches"),
)
PANELS = (
    (cases.BUDGET, "budget_panel", panels.budget),
    (cases.PROVIDER, "provider_panel", panels.provider),
    (cases.RIGHT, "right_panel", panels.right),
    (cases.ORDER, "order_panel", panels.order),
    (cases.AUDIT, "round_panel", panels.round_),
    (cases.BATCH, "batch_panel", panels.batch),
)
FRONT = "voucher:front"
MENU = (
    ("acts", _("What may I have"), "voucher:entitlement", "right:apply", 10, ()),
    ("acts", _("Claim rights"), "voucher:rights", "voucher:read", 20, ("voucher:right-", "voucher:many-right-")),
    ("acts", _("Voucher orders"), "voucher:orders", "voucher:read", 30, ("voucher:order-", "voucher:many-order-")),
    ("acts", _("Providers' listings"), "voucher:listings", "voucher:read", 40, ("voucher:provider-",)),
    ("acts", _("Payment batches"), "voucher:batches", "batch:prepare", 50, ("voucher:batch-",)),
    ("open", _("Innovation vouchers"), FRONT, slots.PUBLIC, 50, ("voucher:rules",)),
    ("open", _("Voucher budgets"), "voucher:budgets", slots.PUBLIC, 51, ("voucher:budget",)),
    ("open", _("Listed providers"), "voucher:providers", slots.PUBLIC, 52, ()),
    ("open", _("Public notices"), "voucher:notices", slots.PUBLIC, 53, ("voucher:notice",)),
    ("open", _("Results of payment"), "voucher:results", slots.PUBLIC, 54, ("voucher:result",)),
    ("open", _("Audit rounds"), "voucher:rounds", slots.PUBLIC, 55, ("voucher:round",)),
)


def register() -> None:
    """Register everything; called once the tables are known."""
    papers = ("contract_sha256", "report_sha256", "payment_sha256")
    kept.register_columns("voucher.orders", VoucherOrder.objects.all, *papers)
    kept.register_columns("voucher.batches", VoucherBatch.objects.all, "file_sha256")
    for kind, list_url in LISTS:
        register_case(_shown(kind, list_url))
    standard.register()
    preparing.register()
    for kind, template, context in PANELS:
        panel = slots.Panel(template=f"sharing/voucher/{template}.html", context=context)
        slots.add_panel(f"case:{kind.moves.kind}", panel)
    slots.add_panel("home", slots.Panel(template="sharing/voucher/home_panel.html", context=panels.waiting, order=10))
    slots.add_panel("home", slots.Panel(template="sharing/voucher/my_rights.html", context=panels.my_rights, order=20))
    for group, label, view, permission, order, match in MENU:
        under = FRONT if group == "open" and view != FRONT else ""
        slots.add_menu(
            slots.MenuEntry(
                group=group, label=label, view=view, permission=permission, order=order, match=match, under=under
            )
        )
    notices.register()
    slots.add_link("door.firms", lambda: reverse("voucher:front"))
    slots.add_source(slots.PaletteSource(name="providers", find=find_providers, order=30))
    interface.register("vouchers", "kechuang.mechanisms.sharing.voucher.api:router")
    ledgers.register_all()
    register_value("category", words.service)
    register_value("service", words.service)


def _shown(kind: CaseKind, list_url: str) -> CaseKind:
    code = kind.moves.kind
    return replace(kind, forms=forms_of(code), tones=TONES[code], list_url=list_url)


def find_providers(_request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
    """Find listed providers by the beginning of their name."""
    rows = queries.public_list(clock.today()).filter(body__name__startswith=words).order_by("body__name", "pk")[:limit]
    return [
        slots.Hit(title=row.body.name, kind=gettext("provider"), url=reverse("voucher:provider", args=[row.pk]))
        for row in rows
    ]
