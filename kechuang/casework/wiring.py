"""What casework lays on shared pages."""

from collections.abc import Set as AbstractSet
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.casework import edition, queries, standing
from kechuang.casework.models import Case
from kechuang.casework.proof_of_rows import AccountRows, CaseRows
from kechuang.ledger.models import Entry
from kechuang.ledger.readers import register_reader
from kechuang.ledger.verify import register_check
from kechuang.web import clock, interface, slots
from kechuang.web.permissions import actor_of

MOST = 100


def waiting(request: HttpRequest) -> int | None:
    """Count what waits for the reader, up to a bound; nothing to show for nothing."""
    rows = queries.waiting_for(actor_of(request), clock.today()).order_by()
    return rows[:MOST].count() or None


def register() -> None:
    """Register menu, palette, links, the interface for programs and the checks of ``kechuang ledger verify``."""
    slots.add_menu(
        slots.MenuEntry(
            group="mine",
            label=_("Inbox"),
            view="casework:inbox",
            permission=slots.SIGNED_IN,
            order=10,
            count=waiting,
            match=("casework:",),
        )
    )
    slots.add_source(slots.PaletteSource(name="cases", find=find_cases, order=20, permission=slots.SIGNED_IN))
    edition.register()
    interface.register("cases", "kechuang.casework.api:router")
    register_check("casework.cases", CaseRows)
    register_check("casework.accounts", AccountRows)
    register_reader("casework", groups_of)
    slots.add_link("case", lambda identifier, **_kwargs: reverse("casework:case", args=[identifier]))


def groups_of(request: HttpRequest, entry: Entry) -> AbstractSet[str]:
    """Give the groups of a case's fact that the reader may see, for the fact's page, proof and interface."""
    actor, (kind, _slash, identifier) = actor_of(request), entry.case.rpartition("/")
    if actor.person is None or not kind.endswith("/case"):
        return frozenset()
    case = Case.objects.filter(pk=UUID(identifier)).first()
    return standing.readable_groups(case, actor, clock.today())


def find_cases(request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
    """Find cases of the reader's by the beginning of their number."""
    rows = queries.cases(actor_of(request), clock.today()).filter(number__startswith=words).order_by("-id")[:limit]
    return [
        slots.Hit(title=f"{row.number} {row.title}", kind=_("case"), url=reverse("casework:case", args=[row.pk]))
        for row in rows
    ]
