"""Reads of the register of organisations, each with a fixed number of queries."""

from collections.abc import Iterable
from uuid import UUID

from kechuang.resources.organisations.models import Organisation, Tie
from kechuang.resources.organisations.relation import Profile


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
