"""The registration desk: one contract after the other, by keyboard; and many at once where nothing is in doubt."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kechuang.casework import once, standing
from kechuang.casework import words as case_words
from kechuang.casework.act import CHUNK
from kechuang.casework.models import Case
from kechuang.mechanisms.market.contract import actions, showing, words
from kechuang.mechanisms.market.contract.rules.deciding import CORRECTION
from kechuang.mechanisms.market.contract.rules.moves import CONTRACT, REGISTER
from kechuang.mechanisms.market.contract.rules.requests import Confirm, Step
from kechuang.mechanisms.market.contract.step_views import crumbs, found_or_404
from kechuang.web import chance, clock, written
from kechuang.web.page import Action, page
from kechuang.web.parts import Deadline, Figure
from kechuang.web.permissions import actor_of, requires, scope
from kechuang.web.refusals import explain

GET_POST = ("GET", "HEAD", "POST")
OPEN = ("RECEIVED", "ACCEPTED", "REVIEW", "ASKED")
SHOWN = 14
MOST = min(CHUNK, 200)
CLEAN = Q(state="ACCEPTED", hold="", tech_contract__doubts=0, tech_contract__failing=0)
KINDS: dict[str, Q] = {
    "all": Q(),
    "new": Q(state="RECEIVED"),
    "clean": CLEAN,
    "doubt": Q(state="ACCEPTED", hold="", tech_contract__doubts__gt=0),
    "fails": Q(state="ACCEPTED", hold="", tech_contract__failing__gt=0),
    "review": Q(state="REVIEW"),
    "asked": Q(state="ASKED"),
    "late": Q(),
}


def queue(request: HttpRequest, kind: str = "all") -> QuerySet[Case]:
    """Give the contracts that wait for the office of the reader, the most urgent first; held ones wait for others."""
    reach = scope(actor_of(request), REGISTER, clock.today())
    rows = Case.objects.filter(kind=CONTRACT.kind, state__in=OPEN, hold="").select_related("tech_contract")
    narrowed = Q(due_on__lt=clock.today()) if kind == "late" else KINDS.get(kind, Q())
    return reach.restrict(rows, place="place", bodies=("office",)).filter(narrowed).order_by("due_on", "pk")


@requires(REGISTER)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show one contract with its check list, and the queue of the others."""
    kind = request.GET.get("show", "all")
    kind = kind if kind in KINDS else "all"
    return _desk(request, kind, request.GET.get("case", ""))


def _desk(request: HttpRequest, kind: str, wanted: str, refused: Any = None) -> HttpResponse:  # noqa: ANN401 - a refusal
    rows = list(queue(request, kind)[: SHOWN * 8])
    at = next((index for index, row in enumerate(rows) if str(row.pk) == wanted), 0)
    current = rows[at] if rows else None
    if wanted and (current is None or str(current.pk) != wanted):
        found = Case.objects.filter(pk=wanted, kind=CONTRACT.kind).first() if _is_id(wanted) else None
        if found is not None and standing.may_read(found, actor_of(request), clock.today()):
            current, at = found, -1
    context: dict[str, Any] = {
        "show": kind,
        "figures": _figures(request, kind),
        "queue": [_line(row, kind, current) for row in rows[max(0, at - 4) : max(0, at - 4) + SHOWN]],
        "queue_count": len(rows),
        "key": chance.random_id(),
        "refused": explain(refused) if refused is not None else None,
        "clean_count": queue(request, "clean").count(),
    }
    if current is not None:
        context |= _current(request, current, kind)
        later = rows[at + 1 :] or [row for row in rows if row.pk != current.pk]
        context["next"] = _address(kind, later[0]) if later and later[0].pk != current.pk else ""
        context["previous"] = _address(kind, rows[at - 1]) if at > 0 else ""
    failed = refused is not None
    return page(
        request,
        "market_contract/desk.html",
        context,
        title=_("Registration desk"),
        facts=[_("Each line of the check list names its clause; you confirm each doubt.")],
        crumbs=crumbs(),
        actions=[Action(label=_("Register several"), url=reverse("market_contract:batch"))],
        failed=failed,
        status=422 if failed else 200,
    )


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _figures(request: HttpRequest, kind: str) -> list[Figure]:
    named = {
        "all": _("Waiting"),
        "new": _("New"),
        "clean": _("Nothing in doubt"),
        "doubt": _("In doubt"),
        "fails": _("Fails"),
        "review": _("With experts"),
        "asked": _("Changes asked"),
        "late": _("Late"),
    }
    base = reverse("market_contract:desk")
    return [
        Figure(
            label=label,
            value=queue(request, code).count(),
            url=f"{base}?show={code}",
            current=kind == code,
            tone="bad" if code == "late" else "",
        )
        for code, label in named.items()
    ]


def _line(row: Case, kind: str, current: Case | None) -> dict[str, Any]:
    contract = row.tech_contract
    return {
        "url": _address(kind, row),
        "title": row.title,
        "number": row.number,
        "current": current is not None and row.pk == current.pk,
        "state": case_words.state_of(row),
        "note": " · ".join(
            part
            for part in (
                words.word("type", contract.type),
                written.money(contract.total_yuan) if contract.total_yuan is not None else "",
                _("doubts: %(n)d") % {"n": contract.doubts} if contract.doubts else "",
                _("fails: %(n)d") % {"n": contract.failing} if contract.failing else "",
            )
            if part
        ),
    }


def _address(kind: str, row: Case) -> str:
    return f"{reverse('market_contract:desk')}?{urlencode({'show': kind, 'case': row.pk})}"


def _current(request: HttpRequest, case: Case, kind: str) -> dict[str, Any]:
    row, actor = case.tech_contract, actor_of(request)
    lines = showing.lines(row)
    codes = {entry.move.code for entry in standing.open_moves(case, actor, clock.today())}
    doubt = next((line for line in lines if line.open and line.state.code == "doubt"), None)
    standing.disclose(request, case, actor, clock.today())
    return {
        "case": case,
        "row": row,
        "state": case_words.state_of(case),
        "facts": showing.facts(row, case),
        "lines": lines,
        "doubt": doubt if "confirm" in codes or _may_confirm(case, codes) else None,
        "moves": codes,
        "may_register": "register" in codes and not any(line.open for line in lines),
        "wish": showing.wish(row),
        "summary": showing.summary(row),
        "due": Deadline(on=case.due_on, today=clock.today()) if case.due_on else None,
        "back": urlencode({"show": kind}),
        "held": case.hold == CORRECTION,
    }


def _may_confirm(case: Case, codes: set[str]) -> bool:
    """Whoever may register a contract may confirm its doubts."""
    return case.state == "ACCEPTED" and not case.hold and "register" in codes


@requires(REGISTER)
@require_POST
def confirm(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Confirm one doubt; the next one follows by itself."""
    case, _row = found_or_404(identifier, request)
    actor, kind = actor_of(request), request.POST.get("show", "all")
    kind = kind if kind in KINDS else "all"
    key = once.key_of(actor, "contract.confirm", request.POST.get("key", "")[:64])
    if not once.case_of(key):
        asked = Confirm(case=case.pk, line=request.POST.get("line", "")[:16], note=request.POST.get("note", ""))
        outcome = actions.take("confirm", asked, by=actor, key=key)
        if outcome.refusal is not None:
            return _desk(request, kind, str(case.pk), outcome.refusal)
    return redirect(_address(kind, case))


@requires(REGISTER)
@require_http_methods(GET_POST)
def batch(request: HttpRequest) -> HttpResponse:
    """Register many contracts whose check list is clean: each is decided alone, each gets its own number."""
    rows = list(queue(request, "clean")[:MOST])
    results: list[dict[str, Any]] = []
    if request.method == "POST":
        ticked, drawn = set(request.POST.getlist("row")), request.POST.get("key", "")[:40] or chance.random_id()
        actor = actor_of(request)
        chosen = [row for row in rows if str(row.pk) in ticked]
        asked = [
            (once.key_of(actor, "contract.register", f"{row.pk.hex}:{drawn}"), Step(case=row.pk, move="register"))
            for row in chosen
        ]
        outcomes = actions.register_many(asked, by=actor)
        done = sum(outcome.refusal is None for outcome in outcomes)
        results = [
            {"title": row.title, "number": row.number, "refused": explain(outcome.refusal)}
            for row, outcome in zip(chosen, outcomes, strict=True)
            if outcome.refusal is not None
        ]
        if not chosen:
            results = [{"title": _("Nothing was ticked."), "number": "", "refused": None}]
        if done:
            said = ngettext("%(n)s contract was registered.", "%(n)s contracts were registered.", done)
            messages.success(request, said % {"n": written.whole(done)})
        if chosen and not results:
            return redirect("market_contract:desk")
        rows = list(queue(request, "clean")[:MOST])
    shown = [
        {
            "case": row,
            "type": words.word("type", row.tech_contract.type),
            "seller": row.tech_contract.seller_name,
            "buyer": row.tech_contract.buyer_name,
            "total": row.tech_contract.total_yuan,
            "technology": row.tech_contract.technology_yuan,
        }
        for row in rows
    ]
    return page(
        request,
        "market_contract/batch.html",
        {"rows": shown, "results": results, "key": chance.random_id()},
        title=_("Register several"),
        facts=[_("Contracts whose check list has no open line")],
        crumbs=crumbs(),
        failed=bool(results),
        status=422 if results else 200,
    )
