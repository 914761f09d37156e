"""What the settlement between regions leaves behind. Regions are named by the code of their authority.

What a region owes another becomes public once both sides agree on it; single lines of a statement are for the two
regions. Orders are named by reference. No firm and no person is named here.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kechuang.kernel.fact import Fact, Posting, authority, fact_type, parties, public


@fact_type("sharing.settlement.period_opened")
@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodOpened(Fact):
    """A region opened a settlement period with the regions that take part in it."""

    region: str = public()
    period: str = public()
    first: date = public()
    last: date = public()
    participants: tuple[str, ...] = public()


@fact_type("sharing.settlement.outlay_recorded")
@dataclass(frozen=True, slots=True, kw_only=True)
class OutlayRecorded(Fact):
    """The provider's region laid out a voucher's amount to its provider, for an order that another region pays.

    ``order`` is the reference of the order in the log of the payer's region, ``amount_yuan`` what was laid out.
    """

    order: str = public()
    number: str = public()
    payer: str = public()
    provider_region: str = public()
    amount_yuan: Decimal = public()
    laid_out_on: date = public()


@fact_type("sharing.settlement.outlay_returned")
@dataclass(frozen=True, slots=True, kw_only=True)
class OutlayReturned(Fact):
    """The provider's region got money back from its provider for an order that another region had clawed back."""

    order: str = public()
    number: str = public()
    payer: str = public()
    provider_region: str = public()
    amount_yuan: Decimal = public()
    returned_on: date = public()


@fact_type("sharing.settlement.period_closed")
@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodClosed(Fact):
    """A settlement period ended; statements are due until ``exchange_by``."""

    region: str = public()
    period: str = public()
    exchange_by: date | None = public()


@fact_type("sharing.settlement.exchange_reminded")
@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeReminded(Fact):
    """The day for the exchange came, and statements were missing: those not sent, those not received."""

    region: str = public()
    period: str = public()
    not_sent: tuple[str, ...] = public()
    not_received: tuple[str, ...] = public()


@fact_type("sharing.settlement.statement_expected")
@dataclass(frozen=True, slots=True, kw_only=True)
class StatementExpected(Fact):
    """With the end of a period, a statement between two regions fell due."""

    period: str = public()
    region: str = public()
    counterpart: str = public()


@fact_type("sharing.settlement.statement_prepared")
@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPrepared(Fact):
    """A region drew up its statement toward another from the first ``log_size`` facts of its own log."""

    period: str = public()
    sender: str = public()
    receiver: str = public()
    version: int = public()
    edition: str = authority()
    log_size: int = authority()
    lines: int = authority()


@fact_type("sharing.settlement.statement_checked")
@dataclass(frozen=True, slots=True, kw_only=True)
class StatementChecked(Fact):
    """Another person than the one who drew it up checked a statement."""

    period: str = public()
    sender: str = public()
    receiver: str = public()
    version: int = public()


@fact_type("sharing.settlement.statement_sent_back")
@dataclass(frozen=True, slots=True, kw_only=True)
class StatementSentBack(Fact):
    """The person who checks sent a statement back to be drawn up again."""

    period: str = public()
    sender: str = public()
    receiver: str = public()
    version: int = public()
    reason: str = authority()


@fact_type("sharing.settlement.statement_sent")
@dataclass(frozen=True, slots=True, kw_only=True)
class StatementSent(Fact):
    """A region sent one version of its statement to another: ``message`` is the whole of it, ``digest`` its SHA-256."""

    period: str = public()
    sender: str = public()
    receiver: str = public()
    version: int = public()
    digest: str = public()
    message: dict[str, object] = parties()


@fact_type("sharing.settlement.statement_received")
@dataclass(frozen=True, slots=True, kw_only=True)
class StatementReceived(Fact):
    """A region took in the statement of another; ``same_edition``: both worked with one edition of the rules."""

    period: str = public()
    sender: str = public()
    receiver: str = public()
    version: int = public()
    digest: str = public()
    same_edition: bool = public()
    message: dict[str, object] = parties()


@fact_type("sharing.settlement.statement_compared")
@dataclass(frozen=True, slots=True, kw_only=True)
class StatementCompared(Fact):
    """A region laid its statement beside the other's; ``differences`` lists every line on which they differ."""

    period: str = public()
    region: str = public()
    counterpart: str = public()
    version: int = public()
    their_version: int = public()
    count: int = public()
    differences: tuple[dict[str, object], ...] = parties()


@fact_type("sharing.settlement.statement_agreed")
@dataclass(frozen=True, slots=True, kw_only=True)
class StatementAgreed(Fact):
    """A region's statement equals the other's: what it owes the other, and what the other owes it, in yuan."""

    period: str = public()
    region: str = public()
    counterpart: str = public()
    owed_yuan: Decimal = public()
    due_yuan: Decimal = public()
    orders_owed: int = public()
    orders_due: int = public()


@fact_type("sharing.settlement.statement_corrected")
@dataclass(frozen=True, slots=True, kw_only=True)
class StatementCorrected(Fact):
    """A region changed lines of its statement after the exchange, each with its reason; the next version follows."""

    period: str = public()
    region: str = public()
    counterpart: str = public()
    version: int = public()
    changes: tuple[dict[str, object], ...] = parties()


@fact_type("sharing.settlement.statements_exchanged")
@dataclass(frozen=True, slots=True, kw_only=True)
class StatementsExchanged(Fact):
    """A region has sent its statements to all regions of the period and has theirs."""

    region: str = public()
    period: str = public()


@fact_type("sharing.settlement.period_reconciled")
@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodReconciled(Fact):
    """A region agrees with every other region of the period on every line."""

    region: str = public()
    period: str = public()


@fact_type("sharing.settlement.period_reopened")
@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodReopened(Fact):
    """A statement changed after the exchange, so the region's period fell back until both sides agree again."""

    region: str = public()
    period: str = public()
    counterpart: str = public()


@fact_type("sharing.settlement.statement_closed")
@dataclass(frozen=True, slots=True, kw_only=True)
class StatementClosed(Fact):
    """With the netting, an agreed statement was closed; what comes to light later goes into the next period."""

    period: str = public()
    region: str = public()
    counterpart: str = public()


@fact_type("sharing.settlement.period_netted")
@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodNetted(Fact):
    """The agreed debts of all regions of a period became the fewest transfers that settle them.

    ``position_yuan`` is what the region receives (negative: pays) in all; ``debts`` and ``transfers`` are those of all
    regions, so that anybody can net again; ``digest`` is the SHA-256 of the debts, the same for every region.
    """

    region: str = public()
    period: str = public()
    position_yuan: Decimal = public()
    digest: str = public()
    debts: tuple[dict[str, object], ...] = public()
    transfers: tuple[dict[str, object], ...] = public()
    postings: tuple[Posting, ...] = parties()


@fact_type("sharing.settlement.payment_recorded")
@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRecorded(Fact):
    """A region recorded that a transfer of the netting was paid, or came in, outside the platform."""

    region: str = public()
    period: str = public()
    payer: str = public()
    payee: str = public()
    amount_yuan: Decimal = public()
    paid_on: date = public()
    bank_ref: str = parties()
    postings: tuple[Posting, ...] = parties()


@fact_type("sharing.settlement.period_settled")
@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodSettled(Fact):
    """All transfers that concern a region are recorded, and it neither owes nor is owed anything for the period."""

    region: str = public()
    period: str = public()
