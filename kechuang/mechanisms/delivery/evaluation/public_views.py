"""What everybody may see: published evaluations with their facts and files, and the draft while comments are asked."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework import standing
from kechuang.casework.files import bytes as kept
from kechuang.casework.models import Case, Step
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.delivery.evaluation import actions, lists, queries, wording
from kechuang.mechanisms.delivery.evaluation.models import Evaluation, IssuedReport, Statement
from kechuang.mechanisms.delivery.evaluation.public_forms import PublicCommentForm
from kechuang.mechanisms.delivery.evaluation.rules.moves import EVALUATION
from kechuang.policy import queries as policy
from kechuang.web import chance, clock, divisions, limits
from kechuang.web.exports import file_name
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Fact, Figure
from kechuang.web.permissions import SYSTEM, actor_of, public

GET_POST = ("GET", "HEAD", "POST")
PER_HOUR, HOUR = 5, 3600
TYPES = {
    "word": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": ("pdf", "application/pdf"),
    "inputs": ("json", "application/json"),
}
OUT = frozenset({"COMMENTING", "SUBMITTED", "APPROVED", "PUBLISHED"})


@public
@require_safe
def published(request: HttpRequest) -> HttpResponseBase:
    """All evaluations that were published."""
    return list_page(
        lists.PUBLISHED,
        request,
        lists.published(request),
        title=_("Published evaluations"),
        crumbs=[],
        facts=[_("How plans were evaluated: by whom, with which data, and what was found.")],
    )


def _published(identifier: UUID) -> Evaluation:
    row = queries.published().filter(pk=identifier).first()
    if row is None:
        raise Http404
    return row


@public
@require_safe
def one(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One published evaluation: what was found, what was said, what it stands on."""
    row = _published(identifier)
    final = queries.final(row)
    rows = Statement.objects.filter(report__evaluation=row.pk).exclude(report__case__state="WAIVED").exclude(claim="")
    said = list(queries.with_checks(rows.select_related("report__body").order_by("report__case__number", "order")))
    context = {
        "row": row,
        "final": final,
        "late_data": wording.late_data(row),
        "figures": figures(row, said),
        "facts": facts(row),
        "files": files(final) if final else [],
        "statements": [shown(each) for each in said],
        "comments": [
            (each, wording.answered(each.answer)) for each in row.comments.select_related("body").order_by("on", "pk")
        ],
        "adjustments": [(each, wording.adjusted(each.state)) for each in row.adjustments.order_by("pk")],
        "published_facts": published_facts(row),
        "reopened": row.case.state != "PUBLISHED",
    }
    plan = Action(label=_("The plan"), url=policy.document_url(row.document_id))
    return page(
        request,
        "delivery_evaluation/published.html",
        context,
        title=f"{row.document_title} · {wording.kind(row.kind)} {wording.years(row)}",
        facts=[row.case.number, divisions.name(row.case.place)],
        crumbs=[Crumb(_("Published evaluations"), reverse("delivery_evaluation:published"))],
        actions=[plan],
    )


def figures(row: Evaluation, said: list[Statement]) -> list[Figure]:
    """Give what was checked and answered as figures."""
    found = [wording.standing(each) for each in said]
    count = {code: sum(1 for each in found if each and each.verdict == code) for code in wording.VERDICTS}
    comments = list(row.comments.values_list("answer", flat=True))
    return [
        Figure(label=_("Bodies that reported"), value=len({each.report_id for each in said})),
        Figure(label=_("Statements of bodies"), value=len(said)),
        *(Figure(label=str(wording.VERDICTS[code]), value=number) for code, number in count.items()),
        Figure(label=_("Comments"), value=len(comments)),
        Figure(
            label=_("of these taken, whole or partly"), value=sum(1 for each in comments if each in {"taken", "partly"})
        ),
    ]


def facts(row: Evaluation) -> list[Fact]:
    """Give what identifies an evaluation."""
    case = row.case
    rows = [
        Fact(term=_("Plan"), value=row.document_title, url=policy.document_url(row.document_id)),
        Fact(term=_("Kind of evaluation"), value=wording.kind(row.kind)),
        Fact(term=_("Evaluated years"), value=wording.years(row)),
        Fact(term=_("Data year"), value=str(row.data_year)),
        Fact(term=_("Known on"), value=row.vintage),
        Fact(term=_("Host office"), value=case.office.name if case.office else ""),
        Fact(term=_("Third party"), value=case.counterpart.name if case.counterpart else ""),
        Fact(term=_("Published"), value=row.published_on),
    ]
    return [each for each in rows if each.value not in {"", None}]


def shown(row: Statement) -> dict[str, Any]:
    """Give a statement beside its check."""
    check = wording.standing(row)
    return {
        "row": row,
        "body": row.report.body.name,
        "claim": wording.CLAIMS.get(row.claim, ""),
        "known": wording.known_state(row),
        "check": check,
        "state": wording.found(check),
    }


def published_facts(row: Evaluation) -> list[tuple[Any, str, str]]:
    """Give the facts of the publication in the ledger: day, short id, address."""
    steps = Step.objects.filter(case=row.pk, move="publish").order_by("pk")
    return [(step.on, fact[-8:], reverse("ledger:fact", args=[fact])) for step in steps for fact in step.facts]


def files(issued: IssuedReport) -> list[dict[str, str]]:
    """Give the files of a report with their digests."""
    words = {"word": "Word", "pdf": "PDF/A", "inputs": _("inputs (JSON)")}
    return [
        {
            "name": words[which],
            "digest": getattr(issued, which),
            "url": reverse("delivery_evaluation:file", args=[issued.evaluation_id, issued.edition, which]),
        }
        for which in TYPES
    ]


@public
@require_safe
def file(request: HttpRequest, identifier: UUID, edition: int, which: str) -> HttpResponse:
    """Give a kept file: final ones to everybody, drafts to who takes part, and to everybody while all may comment."""
    row = IssuedReport.objects.select_related("evaluation__case").filter(evaluation=identifier, edition=edition).first()
    if row is None or which not in TYPES or not may_open(request, row, which):
        raise Http404
    ending, kind = TYPES[which]
    try:
        data = kept.read(getattr(row, which))
    except kept.MissingFileError:
        raise Http404 from None
    name = file_name(f"{row.evaluation.case.number}-{row.edition}", ending)
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def may_open(request: HttpRequest, row: IssuedReport, which: str = "pdf") -> bool:
    """Say whether a reader may open a report as it was made; inputs of a draft are for those who take part."""
    case, evaluation = row.evaluation.case, row.evaluation
    for_all = evaluation.public_comments and case.state == "COMMENTING" and which != "inputs"
    if row.final or for_all:
        return True
    return standing.may_read(case, actor_of(request), clock.today())


def _asked_of_all(identifier: UUID) -> Case:
    rows = Case.objects.select_related("evaluation", "office")
    case = rows.filter(pk=identifier, kind=EVALUATION.kind, state="COMMENTING").first()
    if case is None or case.hold or not case.evaluation.public_comments or clock.today() > case.evaluation.comment_by:
        raise Http404
    return case


@public
@require_http_methods(GET_POST)
def have_your_say(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Comment on a draft without an account."""
    case = _asked_of_all(identifier)
    sent = request.method == "POST"
    form = PublicCommentForm(request.POST if sent else None)
    if sent and form.is_valid():
        key = f"public:{case.pk.hex}:{form.cleaned_data['key'] or chance.random_id()}"[:110]
        refusal = None if Step.objects.filter(key=key).exists() else _over(request)
        if refusal is None:
            refusal = actions.take("comment", form.request(case.pk), by=SYSTEM, key=key).refusal
        if refusal is None:
            messages.success(request, _("Your comment has reached the office. It is answered with the final report."))
            return redirect("delivery_evaluation:have-your-say", case.pk)
        form.refuse(refusal)
    row = case.evaluation
    draft = row.issued.order_by("-edition").first()
    return form_page(
        request,
        form,
        title=_("Comment on the draft"),
        submit=_("Send the comment"),
        lead=_("Comments and answers are published with the report. Do not write names or other personal data."),
        template="delivery_evaluation/say.html",
        context={"row": row, "facts": facts(row), "files": files(draft)[:2] if draft else [], "until": row.comment_by},
        cancel_url=reverse("delivery_evaluation:published"),
        crumbs=[Crumb(_("Published evaluations"), reverse("delivery_evaluation:published"))],
        facts=[row.document_title, case.number],
    )


def _over(request: HttpRequest) -> Refusal | None:
    if limits.hit(f"evaluation comment:{limits.address(request)}", HOUR) <= PER_HOUR:
        return None
    return Refusal("evaluation.comments_too_many", {"limit": PER_HOUR})
