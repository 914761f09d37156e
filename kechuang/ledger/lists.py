"""The public record as a list: page, files and interface for programs come from this one declaration."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kechuang.kernel.fact import REGISTRY
from kechuang.ledger import showing
from kechuang.ledger.models import Log
from kechuang.web.filters import Choice, Days, Options, Text
from kechuang.web.parts import Empty
from kechuang.web.tables import Column, List


def _types(_request: HttpRequest) -> Options:
    return sorted(
        ((name, showing.type_word(name)) for name in {name for name, _version in REGISTRY}), key=lambda x: x[1]
    )


def _logs(_request: HttpRequest) -> Options:
    return [(code, name or code) for code, name in Log.objects.order_by("code").values_list("code", "name")]


FACTS = List(
    key="facts",
    caption=_("Public record"),
    columns=(
        Column(
            name="recorded", label=_("Recorded"), value="recorded_at", kind="moment", sort=("recorded_at", "log", "seq")
        ),
        Column(name="what", label=_("Fact"), value=lambda row: showing.type_word(row.type), kind="main", link=True),
        Column(name="summary", label=_("Public values"), value=showing.summary, phone=False),
        Column(name="on", label=_("Day"), value="on", kind="day", phone=False),
        Column(name="log", label=_("Log"), value="log", kind="code", phone=False),
        Column(name="seq", label=_("Entry no."), value="seq", kind="whole", phone=False),
    ),
    filters=(
        Text("q", _("Id of the fact"), ("id__startswith",)),
        Choice("type", _("Kind of fact"), _types),
        Choice("log", _("Log"), _logs),
        Days("day", _("Day"), "on"),
    ),
    order="-recorded",
    row_url=lambda row: showing.address(row.pk),
    empty=Empty(sentence=_("No public fact fits. Widen the filters.")),
)
