"""The list of tables that were taken in."""

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.imports.models import (
    CANCELLED,
    CHECKED,
    CHECKING,
    COLUMNS,
    FAILED,
    STATES,
    WRITING,
    WRITTEN,
    Upload,
)
from kechuang.casework.imports.registry import KINDS, offices_of
from kechuang.web import clock
from kechuang.web.filters import Choice
from kechuang.web.parts import DONE, GOING, IDLE, LATE, VOID, Empty, State
from kechuang.web.permissions import Actor, actor_of
from kechuang.web.tables import Column, List

TONES = {
    COLUMNS: IDLE,
    CHECKING: GOING,
    CHECKED: IDLE,
    WRITING: GOING,
    WRITTEN: DONE,
    CANCELLED: VOID,
    FAILED: LATE,
}
WORDS = {state: f"imports.state.{state}" for state in STATES}


def state_of(row: Upload) -> State:
    """Give the state of an upload."""
    code = WORDS[row.state]
    return State(gettext(code), TONES[row.state], row.state)


def label_of(code: str) -> str:
    """Give the name of a kind of table."""
    return str(KINDS[code].label) if code in KINDS else code


def uploads(actor: Actor) -> QuerySet[Upload]:
    """Give the uploads of the offices in which an actor may take tables in."""
    today = clock.today()
    reach = Q(pk__in=[])
    for kind in KINDS.values():
        offices = offices_of(kind, actor, today)
        if offices:
            reach |= Q(kind=kind.code, office__in=offices)
    return Upload.objects.filter(reach).select_related("office", "person")


def _kinds(request: HttpRequest) -> list[tuple[str, str]]:
    actor, today = actor_of(request), clock.today()
    return [(code, str(kind.label)) for code, kind in KINDS.items() if offices_of(kind, actor, today)]


UPLOADS = List(
    key="imports",
    caption=_("Tables taken in"),
    columns=(
        Column(name="name", label=_("File"), kind="main", link=True),
        Column(name="kind", label=_("Table"), value=lambda row: label_of(row.kind)),
        Column(name="office", label=_("Office"), value="office__name", phone=False),
        Column(name="person", label=_("Uploaded by"), value="person__name", phone=False),
        Column(name="state", label=_("State"), kind="state", value=state_of),
        Column(name="total", label=_("Rows"), kind="whole"),
        Column(name="made_at", label=_("Uploaded"), kind="moment", sort=("id",)),
    ),
    filters=(
        Choice("kind", _("Table"), _kinds),
        Choice("state", _("State"), lambda _request: [(code, gettext(word)) for code, word in WORDS.items()]),
    ),
    order="-made_at",
    row_url=lambda row: reverse("imports:upload-page", args=[row.pk]),
    empty=Empty(sentence=_("No table has been taken in yet. Choose above what you want to take in.")),
)
