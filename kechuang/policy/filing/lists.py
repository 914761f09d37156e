"""The list of candidate rules."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.policy.filing.models import RuleCandidate
from kechuang.policy.filing.words import ROLE_WORDS, STATE_WORDS, state
from kechuang.web.filters import Choice, Text
from kechuang.web.parts import Empty
from kechuang.web.tables import Column, List


def rows() -> QuerySet[RuleCandidate]:
    """Give the candidates of the documents in the register; one for an act that several regions adopted."""
    found = RuleCandidate.objects.filter(document__withdrawn=False, same_as=None).select_related("document")
    return found.defer("document__reading", "document__sample")


def _url(row: Any) -> str:  # noqa: ANN401 - a candidate
    return reverse("policy_filing:candidate", args=[row.pk])


def _key(row: Any) -> str:  # noqa: ANN401 - a candidate
    return str(row.proposal.get("key", ""))


CANDIDATES = List(
    key="rule-candidates",
    caption=_("Candidate rules"),
    columns=[
        Column(name="who", label=_("For whom"), kind="main", link=True, value=lambda row: row.who or row.quote[:60]),
        Column(name="role", label=_("What the figure is"), value=lambda row: ROLE_WORDS[row.role]),
        Column(name="value", label=_("Value")),
        Column(name="state", label=_("State"), kind="state", value=lambda row: state(row.state)),
        Column(name="rule_key", label=_("Rule key"), kind="code", value=_key, phone=False),
        Column(name="clause", label=_("Clause"), kind="code", phone=False),
        Column(name="document", label=_("Document"), value="document__title"),
        Column(name="found", label=_("Found"), kind="code", value="code", sort=("pk",), phone=False),
    ],
    filters=[
        Choice("state", _("State"), list(STATE_WORDS.items()), column="state"),
        Choice("role", _("What the figure is"), list(ROLE_WORDS.items()), column="role"),
        Text("q", _("Words of the article or the document"), ("quote__contains", "document__title__contains")),
    ],
    order="-found",
    empty=Empty(sentence=_("No candidate yet. They appear when a document with incentives enters the register.")),
    row_url=_url,
)
