"""Who sees a case that stands in a round: its unit, and each level only once the case has come up to it."""

from django.db.models import Q

from kechuang.casework.standard.rules.recommending import MUNICIPALITIES
from kechuang.web.permissions import Scope, within

COUNTY, CITY, PROVINCE = 1, 2, 3


def level_of(place: str) -> int:
    """Give the level that a division is: county 1, city 2, province 3; a municipality counts as a city."""
    if place.endswith("0000"):
        return CITY if place[:2] in MUNICIPALITIES else 0 if place == "000000" else PROVINCE
    return CITY if place.endswith("00") else COUNTY


def seen(scope: Scope) -> Q:
    """Give the filter for cases in reach of a scope."""
    if scope.everything:
        return Q()
    found = Q(pk__in=[])
    for place in scope.places:
        came_up = Q(nomination__isnull=True) | Q(nomination__reached__gte=level_of(place))
        found |= within(place, "place", "city") & came_up
    for column in ("holder", "counterpart", "office") if scope.bodies else ():
        found |= Q(**{f"{column}__in": scope.bodies})
    return found
