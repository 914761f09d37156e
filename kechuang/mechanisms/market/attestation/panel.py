"""What the case page shows of an attestation: where it stands, the check list, the evidence, the certificate."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework import standing
from kechuang.casework.models import Case
from kechuang.casework.standard.panel import papers_of
from kechuang.mechanisms.market.attestation import queries, showing, sources, wording
from kechuang.mechanisms.market.attestation.models import Attestation
from kechuang.mechanisms.market.attestation.rules.moves import ISSUED, STANDS
from kechuang.mechanisms.market.contract.models import TechContract
from kechuang.web import clock
from kechuang.web.parts import Fact
from kechuang.web.permissions import actor_of

CHECKED = frozenset({"REQUESTED", "EVIDENCE_CHECK"})


def panel(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give the attestation beside its case."""
    row = Attestation.objects.select_related("case__office", "case__holder").filter(pk=case.pk).first()
    if row is None:
        return None
    today = clock.today()
    groups = standing.readable_groups(case, actor_of(request), today)
    source = sources.SOURCES.get(row.path_kind)
    issued = case.state in ISSUED
    return {
        "row": row,
        "facts": [
            Fact(
                term=_("How the price was found"),
                value=wording.path(row.path_kind),
                url=source.url(row.path_case) if source else "",
            ),
            Fact(
                term=_("Contract"),
                value=TechContract.objects.values_list("number", flat=True).filter(pk=row.contract_id).first() or "",
                url=reverse("market_contract:certificate", args=[row.contract_id]),
            ),
            Fact(term=_("Requested by"), value=str(wording.SIDES.get(row.side, row.side))),
            Fact(term=_("Said to be paid in full"), value=showing.yes_no(row.paid)),
            Fact(term=_("Proof of ownership"), value=row.ownership),
            Fact(term=_("Statement on related parties"), value=str(wording.STATEMENTS.get(row.statement, ""))),
        ],
        "statement_text": row.statement_text,
        "payments": list(row.payments.order_by("order")),
        "papers": papers_of(row.files),
        "lines": showing.line_rows(queries.check_list(case.pk, today)) if case.state in CHECKED else [],
        "note": row.note if "authority" in groups else "",
        "versions": showing.version_rows(row, parties="parties" in groups) if issued else [],
        "public_url": reverse("market_attestation:certificate", args=[row.number]) if issued else "",
        "present_url": reverse("market_attestation:present", args=[row.pk]) if case.state in STANDS else "",
        "pdf_url": reverse("market_attestation:pdf", args=[row.pk]) if issued else "",
        "bundle_url": reverse("market_attestation:bundle", args=[row.pk]),
    }
