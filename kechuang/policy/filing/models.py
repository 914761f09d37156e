"""Candidate rules: what the incentive articles of documents would be as rules, and what a person said of each."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.policy.models import Document
from kechuang.web import chance


class RuleCandidate(models.Model):
    """One figure of an incentive article. The case that judges it bears its id; ``proposal`` is the confirmed rule.

    ``same_as`` is the candidate of another region's paper of the same act: an act that several regions adopted with one
    text gives one rule, judged once.
    """

    id = models.UUIDField(primary_key=True, default=chance.uuid7, editable=False)
    document = models.ForeignKey(Document, models.CASCADE, related_name="rule_candidates")
    case = models.OneToOneField(Case, models.PROTECT, null=True, blank=True, related_name="rule_candidate")
    code = models.CharField(max_length=32)
    article = models.PositiveIntegerField()
    clause = models.TextField(_("clause"), blank=True, default="")
    role = models.CharField(_("what the figure is"), max_length=12)
    type = models.CharField(max_length=16)
    value = models.CharField(_("value"), max_length=64)
    who = models.TextField(_("for whom"), blank=True, default="")
    condition = models.TextField(_("condition"), blank=True, default="")
    quote = models.TextField()
    text_digest = models.CharField(max_length=64)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    state = models.CharField(_("state"), max_length=12, default="open")
    stale = models.BooleanField(default=False)
    proposal = models.JSONField(default=dict, blank=True)
    reason = models.TextField(blank=True, default="")
    same_as = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="also")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["document", "start"]),
            models.Index(fields=["state", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.value}"

    def proposal_values(self) -> dict[str, object]:
        """Give the confirmed rule as a form's first values; nothing where none is confirmed."""
        if not self.proposal:
            return {}
        kept = dict(self.proposal)
        kept["rule_key"] = kept.pop("key")
        for name in ("quote", "since_confidence"):
            kept.pop(name)
        return {name: value for name, value in kept.items() if value or name not in {"title_zh", "title_en"}}
