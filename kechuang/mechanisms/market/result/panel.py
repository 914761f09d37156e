"""What the pages of an achievement, a right and an application show beside their cases."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework import words
from kechuang.casework.models import Case
from kechuang.casework.standard.panel import papers_of
from kechuang.mechanisms.market.result import public_views, queries, right_views, terms, views, wording
from kechuang.mechanisms.market.result.models import Achievement, RightEntry, TechRight
from kechuang.mechanisms.market.result.rules import asking
from kechuang.mechanisms.market.result.rules.moves import RIGHT_APPLY
from kechuang.web import clock, written
from kechuang.web.parts import Fact
from kechuang.web.permissions import actor_of, may


def result_panel(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give the achievement beside its case (eight queries)."""
    row = Achievement.objects.select_related("case__office", "unit").filter(pk=case.pk).first()
    if row is None:
        return None
    actor, today = actor_of(request), clock.today()
    completers = list(row.completers.select_related("person").order_by("place_in_order"))
    own = next((each for each in completers if each.person_id and each.person_id == actor.person), None)
    right = queries.right_of(row.pk)
    may_apply = right is None and may(actor, RIGHT_APPLY, on=today, bodies=(row.unit_id,))
    return {
        "row": row,
        "facts": [*public_views.facts(row), *_inner(row)],
        "warnings": wording.warned(row.warnings),
        "ips": public_views.ips(row),
        "completers": [(each, wording.share(each.share), _said(each.agreed)) for each in completers],
        "own": own,
        "own_url": reverse("market_result:own", args=[row.pk]) if own and case.state in RESPOND else "",
        "evidence": [(wording.trl(each.level), each) for each in row.evidence.order_by("level", "pk")],
        "deals": [
            (each, wording.word("deal", each.mode), wording.word("path", each.path), _outcome(each.outcome))
            for each in row.deals.order_by("-opened_on", "-pk")
        ],
        "papers": papers_of(row.files),
        "public_url": queries.public_url(row.pk) if row.public else "",
        "right": right,
        "right_url": reverse("casework:case", args=[right.pk]) if right else "",
        "apply_url": f"{reverse('market_result:apply')}?result={row.pk}" if may_apply else "",
        "revise_url": reverse("market_result:revise", args=[row.pk])
        if case.hold == "correction" and views.revisable(case, actor)
        else "",
    }


RESPOND = frozenset({"FORMAL_CHECK", "REGISTERED", "LISTED", "DORMANT"})


def _said(agreed: bool | None) -> str:
    return "" if agreed is None else _("agreed") if agreed else _("disagreed")


def _outcome(code: str) -> str:
    return wording.word("outcome", code) if code else _("under way")


def _inner(row: Achievement) -> list[Fact]:
    """Give what the parties and the office see beyond the public."""
    found = [
        Fact(term=_("Funding"), value=wording.word("funding", row.funding)),
        Fact(term=_("Project number"), value=row.project),
        Fact(term=_("Security class"), value=wording.word("security", row.security)),
        Fact(term=_("Ethics and genetic resources"), value=wording.word("ethics", row.ethics)),
        Fact(term=_("Number of the ethics approval"), value=row.ethics_number),
        Fact(term=_("Why the unit may register it"), value=row.ground),
        Fact(term=_("Registered"), value=row.registered_on),
        Fact(term=_("One year is over on"), value=row.idle_on),
        Fact(term=_("Dormant since"), value=row.dormant_on),
        Fact(term=_("Withheld because"), value=wording.word("withheld", row.withheld_for) if row.withheld_for else ""),
        Fact(term=_("Withheld since"), value=row.withheld_on),
        Fact(term=_("Frozen since"), value=row.frozen_on),
        Fact(
            term=_("State before the freezing"),
            value=str(wording.state(row.frozen_from).word) if row.frozen_from else "",
        ),
        Fact(term=_("Contact person"), value=row.contact_name),
        Fact(term=_("Telephone"), value=row.contact_phone),
        Fact(term=_("E-mail"), value=row.contact_email),
    ]
    return [each for each in found if each.value not in {"", None}]


def right_panel(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give the right as it stands beside its case, and the applications that may be made."""
    row = TechRight.objects.select_related("result", "case__office").filter(pk=case.pk).first()
    if row is None:
        return None
    actor, today = actor_of(request), clock.today()
    stood = queries.standing(row.pk, today)
    holders = [each.party.body for each in stood.holdings if each.party.body]
    open_to = case.state == "ACTIVE" and bool(holders) and may(actor, RIGHT_APPLY, on=today, bodies=holders)
    offered = [code for code in asking.ENTRIES if code != asking.FIRST]
    if not stood.licences:
        offered.remove(asking.LICENCE_END)
    if not stood.pledges:
        offered.remove(asking.RELEASE)
    return {
        "row": row,
        "facts": right_views.right_facts(case),
        "check_url": queries.check_url(row.pk),
        "history": right_views.history(row.pk),
        "apply": [
            (wording.word("entry", code), reverse("market_result:apply-entry", args=[row.pk, code])) for code in offered
        ]
        if open_to
        else [],
        "running": [
            (each.case, wording.word("entry", each.entry), words.state_of(each.case))
            for each in RightEntry.objects.select_related("case").filter(right=row.pk, state="APPLIED")
        ],
        **right_views.shown_standing(stood, public=False),
    }


def entry_panel(_request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give what an application asks for."""
    row = RightEntry.objects.select_related("right__case", "result").filter(pk=case.pk).first()
    if row is None:
        return None
    given = terms.read(row.terms)
    found = [
        Fact(term=_("Kind of entry"), value=wording.word("entry", row.entry)),
        Fact(
            term=_("Right"),
            value=f"{row.right.case.number} {row.right.name}" if row.right else given.name,
            url=reverse("casework:case", args=[row.right_id]) if row.right_id else "",
        ),
        Fact(term=_("Achievement"), value=row.result.name if row.result else ""),
        Fact(term=_("Numbers of rights"), value="、".join(given.numbers)),
        *(Fact(term=_("Right holder"), value=f"{part.party.name} {wording.share(part.share)}") for part in given.parts),
        Fact(term=_("Whose share"), value=_named(row, given.giver)),
        Fact(term=_("Party that receives"), value=given.taker.name if given.taker else ""),
        Fact(term=_("Share held"), value=wording.share(given.share) if given.share else ""),
        Fact(term=_("Kind of licence"), value=wording.word("deal", given.kind) if given.kind else ""),
        Fact(term=_("Places"), value=wording.places(given.places) if given.kind else ""),
        Fact(term=_("Holds from"), value=given.since),
        Fact(term=_("Until before"), value=given.until),
        Fact(term=_("Amount (yuan)"), value=written.money(given.amount) if given.amount is not None else ""),
        Fact(term=_("Share of the company given for it"), value=wording.share(given.equity) if given.equity else ""),
        Fact(term=_("Contract or document"), value=given.ground),
        Fact(term=_("Consent of co-owners or creditors"), value=given.consent),
        Fact(term=_("Refused or taken back because"), value=row.reason),
        Fact(term=_("Entered"), value=row.entered_on),
    ]
    return {"facts": [each for each in found if each.value not in {"", None}], "papers": papers_of(row.files)}


def _named(row: RightEntry, ref: str) -> str:
    if not ref or row.right_id is None:
        return ""
    rows = queries.standing(row.right_id).holdings
    return next((each.party.name for each in rows if each.party.ref == ref), "")
