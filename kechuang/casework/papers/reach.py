"""Who may make, see, issue and take back papers: one place for pages, interface and files."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from kechuang.casework import standing
from kechuang.casework.models import Case
from kechuang.casework.moves import OFFICE
from kechuang.casework.papers.kinds import KINDS, PaperKind, kinds_of
from kechuang.casework.papers.models import CasePaper, OfficeTemplate
from kechuang.casework.papers.rules import DRAFT, ISSUED, WITHDRAWN
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import Actor, may, scope

READ, ISSUE, TEMPLATES = "paper:read", "paper:issue", "paper:templates"


def may_make(kind: PaperKind, case: Case, actor: Actor, on: date) -> bool:
    """Say whether an actor may draft a paper of a kind on a case as it stands."""
    if not kind.fits(case) or case.office_id is None:
        return False
    if kind.side == OFFICE:
        return may(actor, kind.permission, on=on, place=case.place, bodies=(case.office_id,)) and _inside(
            case, actor, on
        )
    return may(actor, kind.permission, on=on, bodies=(case.holder_id or UUID(int=0),))


def _inside(case: Case, actor: Actor, on: date) -> bool:
    return "authority" in standing.readable_groups(case, actor, on)


def makable(case: Case, actor: Actor, on: date) -> list[PaperKind]:
    """Give the kinds that an actor may draft on a case now, in their order."""
    return [kind for kind in kinds_of(case) if may_make(kind, case, actor, on)]


def may_read(paper: CasePaper, actor: Actor, on: date) -> bool:
    """Say whether an actor may open a paper: the parties, once issued; a draft, whoever may make it."""
    groups = standing.readable_groups(paper.case, actor, on)
    if paper.state in {ISSUED, WITHDRAWN}:
        return "parties" in groups
    kind = KINDS.get(paper.kind)
    if kind is None or kind.side == OFFICE:
        return "authority" in groups
    return "parties" in groups


def may_change(paper: CasePaper, actor: Actor, on: date) -> bool:
    """Say whether an actor may make a draft anew or throw it away."""
    kind = KINDS.get(paper.kind)
    return paper.state == DRAFT and kind is not None and _may_make_at_all(kind, paper.case, actor, on)


def _may_make_at_all(kind: PaperKind, case: Case, actor: Actor, on: date) -> bool:
    if kind.side == OFFICE:
        return may(actor, kind.permission, on=on, place=case.place, bodies=(case.office_id,)) and _inside(
            case, actor, on
        )
    return may(actor, kind.permission, on=on, bodies=(case.holder_id or UUID(int=0),))


def may_issue(paper: CasePaper, actor: Actor, on: date) -> bool:
    """Say whether an actor may record number and signed copy, or take an issued paper back."""
    case = paper.case
    return may(actor, ISSUE, on=on, place=case.place) and _inside(case, actor, on)


def of_case(case: Case, actor: Actor, on: date) -> list[CasePaper]:
    """Give the papers of a case that an actor may open, newest first (one query)."""
    rows = CasePaper.objects.filter(case=case).select_related("case").order_by("-id")
    return [row for row in rows if may_read(row, actor, on)]


def papers(actor: Actor, on: date) -> QuerySet[CasePaper]:
    """Give the papers of the cases in an actor's reach of offices."""
    reach = scope(actor, READ, on)
    rows = CasePaper.objects.select_related("case", "office")
    wanted = reach.condition(CasePaper, place="case__place", bodies=("case__holder",), city="case__city")
    # A body sees what was issued to it; drafts stay inside the office.
    if reach.everything or reach.places:
        inside = type(reach)(reach.everything, reach.places).condition(
            CasePaper, place="case__place", city="case__city"
        )
        return rows.filter(inside | (wanted & ~Q(state=DRAFT)))
    return rows.filter(wanted & ~Q(state=DRAFT))


def offices(actor: Actor, on: date) -> list[UUID]:
    """Give the offices for which an actor keeps templates: those of the own grants."""
    found = [
        held.body
        for held in actor.grants
        if held.in_force(on) and may(Actor(person=actor.person, grants=(held,)), TEMPLATES, on=on)
    ]
    return list(dict.fromkeys(found))


def templates(actor: Actor, on: date) -> QuerySet[OfficeTemplate]:
    """Give the templates of an actor's own offices."""
    rows = OfficeTemplate.objects.select_related("office").filter(office__in=offices(actor, on))
    return rows.order_by("target", "-version")


def template_offices(actor: Actor, on: date) -> QuerySet[Body]:
    """Give the offices for which an actor may upload."""
    return Body.objects.filter(pk__in=offices(actor, on)).order_by("name")
