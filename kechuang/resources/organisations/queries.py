"""Reads of the register of organisations, each with a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from kechuang.kernel.fact import encode
from kechuang.resources.organisations.models import Organisation, OrganisationVersion, Tie
from kechuang.resources.organisations.relation import Profile, related
from kechuang.resources.organisations.rules import Held, Known, Rows, Values
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import Actor, scope


def profiles(body_ids: Iterable[UUID]) -> dict[UUID, Profile]:
    """Give the present profiles of bodies (two queries); bodies not on the register, or withdrawn, are absent."""
    wanted = set(body_ids)
    if not wanted:
        return {}
    rows = Organisation.objects.filter(pk__in=wanted, withdrawn_on__isnull=True).select_related("body__parent")
    rows = rows.prefetch_related("ties")
    return {row.pk: profile_of(row) for row in rows}


def relations(pairs: Iterable[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], str]:
    """Give how the register knows pairs of bodies to be related (two queries); unrelated pairs are absent."""
    wanted = list(pairs)
    known = profiles({body for pair in wanted for body in pair})
    return {
        (one, other): relation
        for one, other in wanted
        if one in known and other in known and (relation := related(known[one], known[other]))
    }


def profile_of(row: Organisation) -> Profile:
    """Give the frozen profile of a row whose ties and body have been fetched."""
    ties = list(row.ties.all())
    holders = [tie for tie in ties if tie.role == Tie.SHAREHOLDER]
    parent = row.body.parent
    return Profile(
        body=row.pk,
        credit_code=row.credit_code,
        name=row.name,
        kind=row.kind,
        place=row.place,
        industry=row.industry,
        founded_on=row.founded_on,
        staff=row.staff,
        shareholders=frozenset(tie.party for tie in holders),
        controllers=frozenset(tie.party for tie in ties if tie.role == Tie.CONTROLLER),
        parents=frozenset({f"body/{parent.pk}"} if parent else ()),
        shares=tuple(sorted((tie.party, tie.share) for tie in holders if tie.share is not None)),
        sales=row.sales,
        sales_year=row.sales_year,
    )


def known(*, bodies: Iterable[UUID] = (), cases: Iterable[UUID] = (), codes: Iterable[str] = ()) -> Rows:
    """Give what decisions need of records: by body, by case, and who else holds these credit codes (two queries)."""
    wanted = Q(pk__in=set(bodies)) | Q(case__in=set(cases))
    wanted |= Q(credit_code__in={code for code in codes if code}, withdrawn_on__isnull=True)
    rows = Rows({}, {})
    for row in Organisation.objects.filter(wanted).prefetch_related("ties"):
        rows.keep(Known(row.pk, row.version, values_of(row), withdrawn=row.withdrawn_on is not None))
    return rows


def accounts(codes: Iterable[str]) -> dict[str, UUID]:
    """Give the bodies of the node that have one of these credit codes (one query)."""
    return dict(Body.objects.filter(code__in={code for code in codes if code}).values_list("code", "pk"))


def values_of(row: Organisation) -> Values:
    """Give the values of the present version of a row whose ties have been fetched."""
    ties = sorted(row.ties.all(), key=lambda tie: tie.party)
    return Values(
        name=row.name,
        kind=row.kind,
        place=row.place,
        credit_code=row.credit_code,
        name_en=row.name_en,
        industry=row.industry,
        founded_on=row.founded_on,
        staff=row.staff,
        sales=row.sales,
        sales_year=row.sales_year,
        shareholders=tuple(Held(tie.party, tie.share) for tie in ties if tie.role == Tie.SHAREHOLDER),
        controllers=tuple(Held(tie.party) for tie in ties if tie.role == Tie.CONTROLLER),
    )


def plain(values: Values) -> dict[str, Any]:
    """Give values as JSON can hold them: amounts, shares and days as text."""
    encoded = encode(asdict(values))
    return encoded if isinstance(encoded, dict) else {}


def organisations(actor: Actor, on: date) -> Any:  # noqa: ANN401 - a query set; django-stubs' generic differs by version
    """Give the register as an actor may see it: own bodies, or the places in reach."""
    reach = scope(actor, "organisation:read", on)
    return reach.restrict(Organisation.objects.select_related("case"), place="place", bodies=("body",))


@dataclass(frozen=True, slots=True)
class Past:
    """One version of a record: since which day, and which values it changed."""

    version: int
    on: date
    changed: list[str]


def versions(body: UUID) -> list[Past]:
    """Give the versions of a record, latest first, each with what it changed (one query)."""
    rows = list(OrganisationVersion.objects.filter(organisation=body).order_by("version"))
    found = []
    for at, row in enumerate(rows):
        before = rows[at - 1].values if at else row.values
        changed = [name for name in row.values if row.values[name] != before.get(name)]
        found.append(Past(row.version, row.on, changed))
    return found[::-1]


def related_to(row: Organisation, actor: Actor, on: date, limit: int = 50) -> list[tuple[Organisation, str]]:
    """Give the related parties of an organisation that a reader may see, each with its closest relation."""
    own = profile_of(row)
    parties = {*own.refs, *own.shareholders, *own.controllers}
    bodies = {party.removeprefix("body/") for party in parties if party.startswith("body/")}
    codes = {party.removeprefix("code/") for party in parties if party.startswith("code/")}
    wanted = Q(ties__party__in=parties) | Q(pk__in=bodies) | Q(credit_code__in=codes - {""})
    if row.body.parent_id:
        wanted |= Q(body__parent=row.body.parent_id) | Q(pk=row.body.parent_id)
    wanted |= Q(body__parent=row.pk)
    found = organisations(actor, on).filter(wanted, withdrawn_on__isnull=True).exclude(pk=row.pk).distinct()
    others = found.select_related("body__parent").prefetch_related("ties").order_by("name", "pk")[:limit]
    return [(other, relation) for other in others if (relation := related(own, profile_of(other)))]


def find(actor: Actor, on: date, words: str, limit: int) -> list[Organisation]:
    """Give organisations in reach whose name or credit code begins with some words."""
    rows = organisations(actor, on).filter(Q(name__startswith=words) | Q(credit_code__startswith=words.upper()))
    return list(rows.order_by("name", "pk")[:limit])
