"""Reads of the register of organisations, each with a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from kechuang.kernel.fact import encode
from kechuang.resources.organisations.models import Organisation, Tie
from kechuang.resources.organisations.relation import Profile
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
