"""The accounts of years: what was carried, what is frozen, and closing a year."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_safe

from kechuang.casework import words as case_words
from kechuang.casework.models import Case
from kechuang.casework.notices import receiving, years
from kechuang.casework.notices.forms import YearForm
from kechuang.casework.notices.models import YearAccount
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body
from kechuang.web.filters import Choice
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb
from kechuang.web.parts import DONE, GOING, VOID, Empty, State
from kechuang.web.permissions import Actor, actor_of, may, requires, scope
from kechuang.web.tables import Column, List

CLOSE, READ = "year:close", "notice:send"
STANDINGS = (("open", _lazy("goes on")), ("carried", _lazy("carried on")), ("frozen", _lazy("frozen")))
TONES = {"open": GOING, "carried": VOID, "frozen": DONE}


def standing(row: YearAccount) -> State:
    """Give where a case stands in a year's account."""
    return State(dict(STANDINGS)[row.standing], TONES[row.standing], row.standing)


def carried_from(row: YearAccount) -> str:
    """Say from which year a case was carried, if it was."""
    return _("carried from %(year)s") % {"year": row.first_year} if row.first_year != row.year else ""


def _kinds(_request: HttpRequest) -> list[tuple[str, str]]:
    return [(kind, case_words.kind_word(kind)) for kind in sorted(years.YEARS)]


ACCOUNTS = List(
    key="year-accounts",
    caption=_lazy("Accounts of years"),
    columns=(
        Column(name="year", label=_lazy("Year"), value=lambda row: str(row.year), kind="code", sort=("year",)),
        Column(name="number", label=_lazy("Number"), value=lambda row: row.case.number, kind="code", link=True),
        Column(name="title", label=_lazy("Title"), value="case__title", kind="main"),
        Column(
            name="kind", label=_lazy("Kind of matter"), value=lambda row: case_words.kind_word(row.kind), phone=False
        ),
        Column(
            name="state",
            label=_lazy("State"),
            value=lambda row: case_words.state(row.kind, row.case.state),
            kind="state",
            phone=False,
        ),
        Column(name="standing", label=_lazy("Account"), value=standing, kind="state"),
        Column(name="carried", label=_lazy("Carried"), value=carried_from),
        Column(name="place", label=_lazy("Place"), kind="place", phone=False),
    ),
    filters=(
        Choice("kind", _lazy("Kind of matter"), _kinds),
        Choice("standing", _lazy("Account"), STANDINGS),
    ),
    order="-year",
    row_url=lambda row: reverse("casework:case", args=[row.case_id]),
    empty=Empty(
        sentence=_lazy("No year has been closed yet; until then every case counts in the year of its opening.")
    ),
)


def rows(actor: Actor) -> Any:  # noqa: ANN401 - a queryset of accounts
    """Give the accounts in the places of the reader's duties."""
    reach = scope(actor, READ, clock.today())
    return YearAccount.objects.filter(years.accounts(reach)).select_related("case")


@requires(READ)
@require_safe
def accounts(request: HttpRequest) -> HttpResponseBase:
    """Show what closed years froze and what they carried on."""
    actor = actor_of(request)
    buttons = []
    if may(actor, CLOSE, on=clock.today()) and years.YEARS:
        buttons.append(Action(label=_("Close a year"), url=reverse("notices:close-year"), primary=True))
    return list_page(ACCOUNTS, request, rows(actor), title=_("Accounts of years"), actions=buttons)


@requires(CLOSE)
def close(request: HttpRequest) -> HttpResponse:
    """Close the account of a year."""
    actor, today = actor_of(request), clock.today()
    form = YearForm(
        request.POST if request.method == "POST" else None,
        kinds=_kinds(request),
        initial={"key": chance.random_id(), "year": today.year - 1},
    )
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        office = Body.objects.filter(pk__in=receiving.bodies_of(actor, CLOSE, today)).order_by("pk").first()
        if office is not None:
            key = f"year:{values['key']}"
            outcome = years.close(values["kind"], values["year"], office=office, by=actor, key=key, on=today)
            if outcome.refusal is None:
                closed = Case.objects.get(pk=outcome.case)
                messages.success(request, _("The year is closed: %(number)s.") % {"number": closed.number})
                return redirect("notices:years")
            form.refuse(outcome.refusal)
    return form_page(
        request,
        form,
        title=_("Close a year"),
        submit=_("Close the year"),
        cancel_url=reverse("notices:years"),
        crumbs=[Crumb(_("Accounts of years"), reverse("notices:years"))],
        lead=_(
            "Finished cases of the year are frozen: only the move that reopens them changes them again. "
            "Unfinished ones go on in the next year with their whole history. "
            "Both numbers stand in the fact of the closing."
        ),
    )
