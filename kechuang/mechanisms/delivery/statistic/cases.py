"""The two kinds of cases of statistics: an indicator, and the series of one at a place."""

from django.http import HttpRequest

from kechuang.casework.models import Case
from kechuang.casework.registry import CaseKind, register_case
from kechuang.mechanisms.delivery.statistic import lists, moves
from kechuang.mechanisms.delivery.statistic.models import Indicator, Series


def register() -> None:
    """Make the kinds of cases known to casework."""
    own = "delivery_statistic"
    forms = {"revise": f"{own}:revise", "retire": f"{own}:retire"}
    tones = {"CURRENT": "done", "RETIRED": "void"}
    register_case(CaseKind(moves.INDICATOR, moves.READ, forms=forms, list_url=f"{own}:indicators", tones=tones))
    register_case(CaseKind(moves.SERIES, moves.READ, list_url=f"{own}:observations", tones={"KEPT": "done"}))


def panel(_request: HttpRequest, case: Case) -> dict[str, object] | None:
    """Lead from a case to the page of its indicator or series."""
    series = Series.objects.select_related("indicator").filter(pk=case.pk).first()
    if series is not None:
        return {"indicator": series.indicator, "place": series.place}
    indicator = Indicator.objects.filter(pk=case.pk).first()
    return {"indicator": indicator, "page": lists.page_of(indicator)} if indicator else None
