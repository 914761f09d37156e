"""The list of the register of organisations: page, files and API come from it."""

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework import words
from kechuang.kernel import place as divisions_of
from kechuang.kernel.reading import PlaceError
from kechuang.resources.organisations.models import Organisation
from kechuang.resources.organisations.rules import KINDS, MOVES
from kechuang.web import clock, divisions
from kechuang.web.filters import Choice, Place, Text
from kechuang.web.page import Action
from kechuang.web.parts import Empty, State
from kechuang.web.permissions import Scope, actor_of, scope
from kechuang.web.tables import Column, List

READ, REGISTER = "organisation:read", "organisation:register"


def kind_word(kind: str) -> str:
    """Give the word for a kind of organisation."""
    code = f"resources.organisation.kind.{kind}"
    return gettext(code)


def state_of(row: Organisation) -> State:
    """Give the state of a record."""
    return words.state(MOVES.kind, "WITHDRAWN" if row.withdrawn_on else "REGISTERED")


def places_of(reach: Scope) -> list[tuple[str, str]]:
    """Give the divisions in reach with those directly below them, as options."""
    today = clock.today()
    codes = set(reach.places) if not reach.everything else {"000000"}
    for code in list(codes):
        try:
            codes |= {entry.code for entry in divisions_of.children(code, today)}
        except PlaceError:
            continue
    return [(code, divisions.name(code)) for code in sorted(codes)]


def place_options(request: HttpRequest) -> list[tuple[str, str]]:
    """Give the places by which a reader may narrow the list."""
    return places_of(scope(actor_of(request), READ, clock.today()))


ORGANISATIONS = List(
    key="organisations",
    caption=_("Organisations"),
    columns=(
        Column(name="name", label=_("Name"), kind="main", link=True, sort=("name",)),
        Column(name="credit_code", label=_("Credit code"), kind="code", phone=False),
        Column(name="kind", label=_("Kind"), value=lambda row: kind_word(row.kind)),
        Column(name="place", label=_("Place"), value=lambda row: divisions.name(row.place)),
        Column(name="industry", label=_("Industry"), kind="code", phone=False),
        Column(name="staff", label=_("Staff"), kind="whole", phone=False),
        Column(name="state", label=_("State"), value=state_of, kind="state"),
        Column(name="revised_on", label=_("As of"), kind="day"),
    ),
    filters=(
        Text("q", _("Name or credit code begins with"), ("name__startswith", "credit_code__startswith")),
        Choice("kind", _("Kind"), lambda _request: [(kind, kind_word(kind)) for kind in KINDS]),
        Place("place", _("Place"), place_options),
        Choice(
            "state",
            _("State"),
            [("present", _("on the register")), ("withdrawn", _("deregistered"))],
            lookups={
                "present": lambda: Q(withdrawn_on=None),
                "withdrawn": lambda: Q(withdrawn_on__isnull=False),
            },
        ),
    ),
    order="name",
    row_url=lambda row: reverse("casework:case", args=[row.case_id]),
    empty=Empty(
        sentence=_(
            "No organisation here yet. Firms, providers and research bodies are entered once and used everywhere."
        ),
        action=Action(label=_("Enter an organisation"), url="/organisations/enter/"),
    ),
)
