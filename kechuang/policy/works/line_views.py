"""Pages of register lines: where a promise is printed, its parts, what it serves above, and who below takes it up."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.policy import wording as policy_wording
from kechuang.policy.works import actions, joint, lists, queries, wording
from kechuang.policy.works.forms import MatchForm, ServeForm
from kechuang.policy.works.models import Alignment, Line
from kechuang.policy.works.queries import Match
from kechuang.policy.works.views import GET_POST, documents_crumb, work_crumb, works_crumb
from kechuang.web import divisions, slots
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import DONE, GOING, VOID, Fact, Figure, State
from kechuang.web.permissions import actor_of, public, requires

VERDICTS = {
    "CONFIRMED": (pgettext_lazy("match", "confirmed"), DONE),
    "REJECTED": (pgettext_lazy("match", "rejected"), VOID),
    "": (pgettext_lazy("match", "proposed"), GOING),
}


def lines_crumb() -> Crumb:
    """Give the way back to the register lines."""
    return Crumb(_("Register lines"), reverse("policy_works:lines"))


@public
@require_safe
def lines(request: HttpRequest) -> HttpResponseBase:
    """List the register lines: each promise of a work once."""
    return list_page(
        lists.LINES,
        request,
        lists.lines(),
        title=_("Register lines"),
        facts=[_("Each promise of a work once, with all its places; a sum that does not add up is flagged and kept")],
        crumbs=[documents_crumb(), works_crumb()],
        actions=[Action(label=_("Who takes up what"), url=reverse("policy_works:alignment"))],
    )


@public
@require_safe
def alignment(request: HttpRequest) -> HttpResponseBase:
    """List the higher lines with who below has taken them up, and those that nobody has."""
    rows = lists.higher()
    figures = [
        Figure(label=lists.TAKEN[code], value=rows.filter(**wanted).count(), filters={"taken": code}, tone=tone)
        for code, wanted, tone in (
            ("nobody", {"served": 0, "proposed": 0}, "bad"),
            ("proposed", {"served": 0, "proposed__gt": 0}, ""),
            ("taken", {"served__gt": 0}, ""),
        )
    ]
    return list_page(
        lists.ALIGNMENT,
        request,
        rows,
        figures=figures,
        title=_("Who takes up what"),
        facts=[_("Targets of higher plans, where plans of places below are in the register")],
        crumbs=[documents_crumb(), works_crumb(), lines_crumb()],
    )


def found_or_404(identifier: UUID) -> Line:
    """Give a line, or answer that there is none."""
    found = queries.lines().filter(pk=identifier).first()
    if found is None:
        raise Http404
    return found


@public
@require_safe
def line(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Show a line with all its places, its parts and their sum, and the lines above and below it."""
    found = found_or_404(identifier)
    above, below = queries.matches(found)
    may_decide = slots.allowed(request, "policy:accept")
    mentions = list(
        found.mentions.select_related("document").defer("document__reading", "document__sample").order_by("order")
    )
    places = joint.places_of({each.document_id for each in mentions})
    context = {
        "line": found,
        "facts": _facts(found),
        "mentions": [(each, divisions.name(places.get(each.document_id, ""))) for each in mentions],
        "parts": [(each, policy_wording.amount(each)) for each in found.parts.order_by("order")],
        "total": lists.total_state(found),
        "doubts": [wording.DOUBTS[code] for code in found.doubts],
        "above": [_row(each, each.upper) for each in above],
        "below": [_row(each, each.lower) for each in below],
        "may_decide": may_decide,
        "taken": lists.taken_state(found) if found.expects else None,
    }
    buttons = []
    if may_decide:
        buttons.append(
            Action(label=_("Lay it beside a higher target"), url=reverse("policy_works:serve", args=[found.pk]))
        )
    return page(
        request,
        "policy_works/line.html",
        context,
        title=found.indicator,
        facts=[policy_wording.amount(found), str(wording.LEVELS[found.level]), divisions.name(found.place)],
        crumbs=[documents_crumb(), works_crumb(), work_crumb(found.work), lines_crumb()],
        actions=buttons,
    )


def _facts(found: Line) -> list[Fact]:
    rows = [
        Fact(term=_("Promised"), value=policy_wording.amount(found)),
        Fact(
            term=pgettext("deadline", "By"), value=policy_wording.by_when(found, (found.period_from, found.period_to))
        ),
        Fact(term=_("Of whom"), value=found.subject),
        Fact(term=_("One name"), value=found.name),
        Fact(term=_("Work"), value=found.work.title, url=reverse("policy_works:work", args=[found.work_id])),
    ]
    if found.whole:
        rows.append(Fact(term=_("Part of"), value=found.whole.indicator, url=lists.line_url(found.whole)))
    return [row for row in rows if row.value]


def _row(match: Match, other: Line) -> dict[str, object]:
    word, tone = VERDICTS[match.verdict]
    return {
        "match": match,
        "line": other,
        "url": lists.line_url(other),
        "place": divisions.name(other.place),
        "level": wording.LEVELS[other.level],
        "amount": policy_wording.amount(other),
        "by": policy_wording.by_when(other, (other.period_from, other.period_to)),
        "state": State(str(word), tone, match.verdict.lower() or "proposed"),
        "reasons": [(wording.REASONS[code], points) for code, points in match.reasons],
        "decide": reverse("policy_works:match", args=[match.lower.pk, match.upper.pk]),
    }


@requires("policy:accept")
@require_http_methods(GET_POST)
def match(request: HttpRequest, identifier: UUID, other: UUID) -> HttpResponse:
    """Confirm or reject that the first line serves the second, higher one."""
    lower, upper = found_or_404(identifier), found_or_404(other)
    known = Alignment.objects.filter(lower=lower.key, upper=upper.key).first()
    form = MatchForm(
        request.POST if request.method == "POST" else None, initial={"verdict": known.verdict} if known else None
    )
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        outcome = actions.align(
            lower.key,
            upper.key,
            values["verdict"],
            reason=values["reason"],
            by=actor_of(request),
            key=f"works.align:{values['key'] or f'{lower.pk}:{upper.pk}'}",
        )
        if outcome.refusal is None:
            messages.success(request, _("It is on record."))
            return redirect("policy_works:line", upper.pk)
        form.refuse(outcome.refusal)
    _above, below = queries.matches(upper)
    shown = next((_row(each, lower) for each in below if each.lower.pk == lower.pk), None)
    return form_page(
        request,
        form,
        title=_("Does it serve the higher target?"),
        submit=_("Put it on record"),
        template="policy_works/match.html",
        context={
            "shown": shown,
            "sides": [(_("Lower target"), _side(lower)), (_("Higher target"), _side(upper))],
        },
        cancel_url=lists.line_url(upper),
        crumbs=[documents_crumb(), works_crumb(), lines_crumb(), Crumb(upper.indicator, lists.line_url(upper))],
    )


def _side(found: Line) -> dict[str, object]:
    return {
        "line": found,
        "place": divisions.name(found.place),
        "level": wording.LEVELS[found.level],
        "amount": policy_wording.amount(found),
        "by": policy_wording.by_when(found, (found.period_from, found.period_to)),
        "url": lists.line_url(found),
    }


@requires("policy:accept")
@require_http_methods(GET_POST)
def serve(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Choose a higher line for one that the matcher laid beside none; the next page asks for the decision."""
    found = found_or_404(identifier)
    options = [
        (str(each.pk), f"{divisions.name(each.place)} · {each.indicator} · {policy_wording.amount(each)}")
        for each in queries.above_options(found)
    ]
    form = ServeForm(options, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        return redirect("policy_works:match", found.pk, form.cleaned_data["upper"])
    return form_page(
        request,
        form,
        title=_("Lay it beside a higher target"),
        submit=_("Look at both"),
        cancel_url=lists.line_url(found),
        crumbs=[documents_crumb(), works_crumb(), lines_crumb(), Crumb(found.indicator, lists.line_url(found))],
        facts=[found.indicator],
        lead="" if options else _("No plan of a higher place is in the register."),
    )


@public
@require_safe
def decided(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Lead from the case of a decided match to the page where it is turned over."""
    row = Alignment.objects.filter(pk=identifier).first()
    pair = {line.key: line.pk for line in Line.objects.filter(key__in=[row.lower, row.upper])} if row else {}
    if row is None or len(pair) < 2:
        raise Http404
    if not slots.allowed(request, "policy:accept"):
        return redirect("policy_works:line", pair[row.upper])
    return redirect("policy_works:match", pair[row.lower], pair[row.upper])
