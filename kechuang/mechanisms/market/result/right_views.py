"""Pages of the register of rights: lists, applying for an entry, entering it, disputes; and the public check."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework import words
from kechuang.casework.act import Outcome
from kechuang.casework.models import Case, Step
from kechuang.casework.standard import stepping
from kechuang.mechanisms.market.result import actions, lists, queries, wording
from kechuang.mechanisms.market.result.models import RightEntry
from kechuang.mechanisms.market.result.right_forms import ApplyForm, CheckForm, RightMoveForm
from kechuang.mechanisms.market.result.rules import asking
from kechuang.mechanisms.market.result.rules.moves import ENTRY, RIGHT, RIGHT_APPLY, RIGHT_ENTER, RIGHT_READ
from kechuang.mechanisms.market.result.rules.standing import Standing
from kechuang.mechanisms.market.result.views import GET_POST, walk
from kechuang.web import clock, divisions
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Fact
from kechuang.web.permissions import Actor, View, actor_of, may, public, requires
from kechuang.web.typed import TypedError, read_day

ENTRY_PERMISSIONS = {"enter": RIGHT_ENTER, "refuse": RIGHT_ENTER, "withdraw": RIGHT_APPLY}


@requires(RIGHT_READ)
@require_safe
def rights(request: HttpRequest) -> HttpResponseBase:
    """All rights that the reader may see."""
    buttons = [
        Action(label=_("Applications"), url=reverse("market_result:entries")),
        Action(label=_("Check a certificate"), url=reverse("market_result:check")),
    ]
    if may(actor_of(request), RIGHT_APPLY, on=clock.today()):
        url = reverse("market_result:apply")
        buttons.append(Action(label=_("Apply for a first entry"), url=url, primary=True))
    return list_page(
        lists.RIGHTS, request, lists.rights(request), title=_("Rights in technology"), crumbs=[], actions=buttons
    )


@requires(RIGHT_READ)
@require_safe
def entries(request: HttpRequest) -> HttpResponseBase:
    """All applications that the reader may see."""
    return list_page(
        lists.ENTRIES, request, lists.entries(request), title=_("Applications for entries"), crumbs=crumbs()
    )


def crumbs(case: Case | None = None) -> list[Crumb]:
    """Give the way to a page of the register."""
    return stepping.way(_("Rights in technology"), "market_result:rights", case)


@requires(RIGHT_APPLY)
@require_http_methods(GET_POST)
def apply_first(request: HttpRequest) -> HttpResponse:
    """Apply for the first entry of a right."""
    return _apply(request, asking.FIRST, None)


@requires(RIGHT_APPLY)
@require_http_methods(GET_POST)
def apply(request: HttpRequest, identifier: UUID, entry: str) -> HttpResponse:
    """Apply for a further entry on a right."""
    if entry not in asking.ENTRIES or entry == asking.FIRST:
        raise Http404
    return _apply(request, entry, right_or_404(request, identifier))


def right_or_404(request: HttpRequest, identifier: UUID) -> Case:
    """Give a right's case that the reader may see. Raises Http404."""
    return stepping.case_or_404(request, identifier, RIGHT.kind, "techright__result")


def entry_or_404(request: HttpRequest, identifier: UUID) -> Case:
    """Give an application that the reader may see. Raises Http404."""
    return stepping.case_or_404(request, identifier, ENTRY.kind, "right_entry__right")


def _apply(request: HttpRequest, entry: str, right: Case | None) -> HttpResponse:
    actor, result = actor_of(request), request.GET.get("result", "")
    given = {"actor": actor, "on": clock.today(), "entry": entry, "right": right, "result": result}
    stepped = stepping.opening(
        request,
        f"right.{entry}",
        form=lambda data: ApplyForm(*stepping.with_files(request, data), **given),
        act=lambda form, key: actions.apply(form.request(), by=actor, key=key),
        said=_("The application is handed in; the register of rights decides on it."),
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    word = wording.word("entry", entry)
    return form_page(
        request,
        stepped.form,
        title=_("Apply for an entry: %(entry)s") % {"entry": word},
        submit=_("Hand the application in"),
        template="market_result/apply.html",
        context={"right": right},
        cancel_url=reverse("casework:case", args=[right.pk]) if right else reverse("market_result:rights"),
        crumbs=crumbs(right),
        facts=[right.title, right.number] if right else [],
    )


def entry_page(move: str) -> View:
    """The page of a move on an application."""

    @requires(ENTRY_PERMISSIONS[move])
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        case = entry_or_404(request, identifier)

        def take(form: Any, actor: Actor, key: str) -> Outcome:  # noqa: ANN401 - the form of this page
            wanted = queries.deciding(case.pk, move, form.cleaned_data["text"])
            return actions.decide(move, wanted, by=actor, key=key)

        return walk(request, case, move, RightMoveForm, take=take)

    return view


def right_page(move: str) -> View:
    """The page of a move on a right itself."""

    @requires(RIGHT_ENTER)
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        case = right_or_404(request, identifier)

        def take(form: Any, actor: Actor, key: str) -> Outcome:  # noqa: ANN401 - the form of this page
            return actions.step_right(move, form.request(), by=actor, key=key)

        return walk(request, case, move, RightMoveForm, take=take)

    return view


# --- the public check


@public
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Ask for a certificate by its number."""
    sent = bool(request.GET.get("number"))
    form = CheckForm(request.GET if sent else None)
    if sent and form.is_valid():
        number = form.cleaned_data["number"].strip()
        case = Case.objects.filter(kind=RIGHT.kind, number=number).first()
        if case is not None:
            on = form.cleaned_data["on"]
            return redirect(f"{queries.check_url(case.pk)}{f'?on={on.isoformat()}' if on else ''}")
        form.add_error("number", _("No right of this node bears this number. Compare it with the certificate."))
    return form_page(
        request,
        form,
        title=_("Check a certificate of a right in technology"),
        submit=_("Check the certificate"),
        template="market_result/check.html",
        crumbs=[],
    )


@public
@require_safe
def check_one(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Show what the register says of a right today, or said on a day."""
    rows = Case.objects.select_related("office", "techright__result")
    case = rows.filter(pk=identifier, kind=RIGHT.kind).first()
    if case is None:
        raise Http404
    day = _day(request.GET.get("on", ""))
    stood = queries.standing(case.pk, day)
    before = day < case.techright.since
    return page(
        request,
        "market_result/checked.html",
        {
            "case": case,
            "state": words.state_of(case),
            "day": day,
            "today": clock.today(),
            "before": before,
            "facts": right_facts(case),
            "history": history(case.pk),
            **shown_standing(stood, public=True),
        },
        title=_("Right %(number)s") % {"number": case.number},
        facts=[case.title],
        crumbs=[Crumb(_("Check a certificate"), reverse("market_result:check"))],
    )


def _day(text: str) -> date:
    try:
        return read_day(text) if text.strip() else clock.today()
    except TypedError:
        return clock.today()


def right_facts(case: Case) -> list[Fact]:
    """Give what identifies a right."""
    row = case.techright
    found = [
        Fact(term=_("Number"), value=case.number),
        Fact(term=_("Right"), value=row.name),
        Fact(
            term=_("Numbers of rights"),
            value="、".join(row.numbers.order_by("number").values_list("number", flat=True)),
        ),
        Fact(term=_("On the register since"), value=row.since),
        Fact(term=_("Register of rights"), value=case.office.name if case.office else ""),
        Fact(term=_("Place"), value=divisions.name(case.place)),
    ]
    if row.result is not None and row.result.public:
        found.append(Fact(term=_("Achievement"), value=row.result.name, url=queries.public_url(row.result_id)))
    return [each for each in found if each.value not in {"", None}]


def shown_standing(stood: Standing, *, public: bool) -> dict[str, Any]:
    """Give holders, licences, pledges and contributions as rows of words."""

    def named(row: Any) -> str:  # noqa: ANN401 - any row of the register
        natural = row.party.person is not None and not row.party.code and not row.party.body
        return wording.masked_name(row.party.name) if public and natural else row.party.name

    return {
        "holders": [(named(each), wording.share(each.share), each.since) for each in stood.holdings],
        "licences": [
            (wording.word("deal", each.kind), named(each), wording.places(each.places), each.since, each.until)
            for each in stood.licences
        ],
        "pledges": [(named(each), each.since, each.until) for each in stood.pledges],
        "contributions": [
            (named(each), wording.share(each.share), wording.share(each.equity) if each.equity else "", each.since)
            for each in stood.contributions
        ],
    }


def history(right: UUID) -> list[tuple[date, str, str, str]]:
    """Give the entries of a right, the latest first: day, kind, short id and address of the fact (two queries)."""
    rows = RightEntry.objects.filter(right=right, state="ENTERED").order_by("-entered_on", "-case")
    entered = {row.pk: row for row in rows}
    found = []
    steps = Step.objects.filter(case=right).order_by("-pk")
    kinds = {step.act: step for step in Step.objects.filter(case__in=entered, move="enter")}
    for step in steps:
        entry = entered.get(kinds[step.act].case_id) if step.act in kinds else None
        word = wording.word("entry", entry.entry) if entry else words.move_word(RIGHT.kind, step.move)
        fact = step.facts[-1] if step.facts else ""
        found.append((step.on, str(word), fact[-8:], reverse("ledger:fact", args=[fact]) if fact else ""))
    return found
