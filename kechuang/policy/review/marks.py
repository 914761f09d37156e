"""How a judgement is worded beside its finding, on the document's page and on the pages of the review."""

from uuid import UUID

from django.urls import reverse

from kechuang.policy.beside import Mark
from kechuang.policy.models import Document
from kechuang.policy.overlay import OPEN
from kechuang.policy.review import queries
from kechuang.policy.wording import verdict


def fact_url(document: Document | UUID, code: str) -> str:
    """Give the address that leads to the fact by which a finding stands."""
    identifier = document if isinstance(document, UUID) else document.pk
    return reverse("policy_review:fact", args=[identifier, code])


def marks_of(document: Document) -> dict[str, Mark]:
    """Say of every judged finding of a document how it stands. One query."""
    return {
        code: Mark(verdict(stand.verdict), fact_url(document, code), corrected=bool(stand.values))
        for code, stand in queries.stands(document).items()
        if stand.verdict != OPEN
    }
