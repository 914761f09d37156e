"""Sales, lots, registrations; of a running lot its log, its intake, its board; slips and paddles without names.

Acts write sales, lots and registrations. The one worker that holds a lot's lease writes its log. No table says which
body holds a paddle until the lot has ended: ``sealed`` opens with a key that stands outside the database
(``masking/keeper.py``).
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.web import chance
from kechuang.web.accounts.models import Body
from kechuang.web.fields import MoneyField


def chance_key() -> str:
    """Give a key that tells neither when nor in which order its row was made."""
    return chance.random_id()


class Sale(models.Model):
    """A sale of lots: what the notice says. Title, place, operator and state stand on the case."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="market_sale")
    mode = models.CharField(_("mode of holding"), max_length=8)
    venue = models.CharField(_("venue"), max_length=200, blank=True, default="")
    exhibited_from = models.DateField(_("exhibited from"), null=True, blank=True)
    exhibited_until = models.DateField(_("exhibited until"), null=True, blank=True)
    exhibited_at = models.CharField(_("place of exhibition"), max_length=200, blank=True, default="")
    register_until = models.DateTimeField(_("registration until"), null=True, blank=True)
    words = models.TextField(_("further words of the notice"), blank=True, default="")
    contact = models.CharField(_("contact"), max_length=200, blank=True, default="")
    seller_commission_share = models.CharField(max_length=12, blank=True, default="0")
    buyer_commission_share = models.CharField(max_length=12, blank=True, default="0")
    announced_on = models.DateField(_("announced on"), null=True, blank=True)
    begins_at = models.DateTimeField(_("begins at"), null=True, blank=True)
    # On a demonstration, whose day stands still, a sale runs by the machine's clock moved by so many seconds.
    clock_shift_seconds = models.BigIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["begins_at", "case"])]

    def __str__(self) -> str:
        return str(self.case_id)


class Lot(models.Model):
    """A lot: what is sold, under which terms; and how its log stands. Seller is the case's holder."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="market_lot")
    sale = models.ForeignKey(Sale, models.PROTECT, related_name="lots")
    resale_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="resales")
    code = models.CharField(_("lot number"), max_length=40, unique=True)
    order = models.PositiveSmallIntegerField()
    result = models.CharField(max_length=64, blank=True, default="")
    grant = models.CharField(max_length=12, default="transfer")
    result_title = models.CharField(_("result"), max_length=200, blank=True, default="")
    ip_number = models.CharField(_("patent or registration number"), max_length=64, blank=True, default="")
    about = models.TextField(_("what is sold"), blank=True, default="")
    delivery = models.TextField(_("what is delivered"), blank=True, default="")
    defects = models.TextField(_("known defects"), blank=True, default="")
    appraisal = MoneyField(_("appraised value"), null=True, blank=True)
    form = models.CharField(_("form"), max_length=16)
    start = MoneyField(_("start price"))
    deposit = MoneyField(_("deposit"), null=True, blank=True)
    terms = models.JSONField(default=dict)
    rules = models.JSONField(default=dict, blank=True)
    public_key = models.CharField(max_length=64, blank=True, default="")
    starts_at = models.DateTimeField(_("starts at"), null=True, blank=True)
    collect_until = models.DateTimeField(null=True, blank=True)
    live = models.BooleanField(default=False)
    drawn = models.BooleanField(default=False)
    # The log as the last act of the ledger saw it.
    phase = models.CharField(max_length=16, blank=True, default="")
    seq = models.PositiveBigIntegerField(default=0)
    price = MoneyField(_("price"), null=True, blank=True)
    paddle = models.CharField(_("paddle"), max_length=8, blank=True, default="")
    bids = models.PositiveIntegerField(default=0)
    bidders = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    winner = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    log_digest = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["sale", "order"], name="lot_order_once")]
        indexes: ClassVar = [
            models.Index(fields=["live"], condition=models.Q(live=True), name="lot_live"),
            models.Index(fields=["phase", "ended_at", "case"]),
        ]

    def __str__(self) -> str:
        return self.code


class Bidder(models.Model):
    """A registration for a lot, beside its case: the body is the case's holder. It names no paddle before the end."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="market_bidder")
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="registrations")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    agent = models.CharField(_("authorised agent"), max_length=80, blank=True, default="")
    payer = models.CharField(_("name of the account"), max_length=200, blank=True, default="")
    ground = models.TextField(_("ground of the priority"), blank=True, default="")
    priority_order = models.PositiveSmallIntegerField(_("rank of priority"), null=True, blank=True)
    deposit = MoneyField(_("deposit"), default=0)
    paid_on = models.DateField(null=True, blank=True)
    paddle = models.CharField(max_length=8, blank=True, default="")
    text = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["lot", "body"], name="bidder_once_a_lot")]

    def __str__(self) -> str:
        return str(self.case_id)


class Slip(models.Model):
    """A bidder waits for its paddle: everything that the draw needs, and nothing that says who or when.

    ``token`` is the hash of a secret that the bidder keeps, ``holder`` the pseudonym under the lot's key outside the
    database, ``sealed`` the identity for that key. The draw deletes the slips.
    """

    id = models.CharField(primary_key=True, max_length=32, default=chance_key, editable=False)
    lot = models.ForeignKey(Lot, models.CASCADE, related_name="slips")
    token = models.CharField(max_length=64, unique=True)
    holder = models.CharField(max_length=64)
    priority_order = models.PositiveSmallIntegerField(null=True, blank=True)
    sealed = models.TextField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["lot", "holder"], name="slip_once")]

    def __str__(self) -> str:
        return str(self.lot_id)


class PaddleCard(models.Model):
    """A paddle of a lot. ``body`` is empty until the identities are opened after the end."""

    id = models.CharField(primary_key=True, max_length=32, default=chance_key, editable=False)
    lot = models.ForeignKey(Lot, models.CASCADE, related_name="paddles")
    number = models.CharField(max_length=8)
    token = models.CharField(max_length=64, unique=True)
    sealed = models.TextField()
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["lot", "number"], name="paddle_once")]

    def __str__(self) -> str:
        return self.number


class LogEntry(models.Model):
    """One event of a lot as its canonical line; ``hash`` chains it: SHA-256 of the last hash and the line."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="log")
    seq = models.PositiveBigIntegerField()
    line = models.TextField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["lot", "seq"], name="log_seq_once")]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.seq}"


class Waiting(models.Model):
    """The intake: a wish, written before anybody looks at it. Its ``id`` is the server's order."""

    id = models.BigAutoField(primary_key=True)
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    payload = models.JSONField(default=dict)
    received_at = models.DateTimeField()
    answered = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["lot", "key"], name="waiting_key_once")]
        indexes: ClassVar = [models.Index(fields=["id"], condition=models.Q(answered=False), name="waiting_unanswered")]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Answer(models.Model):
    """What the worker decided about a wish: ``seq`` of its event, or the refusal."""

    waiting = models.OneToOneField(Waiting, models.CASCADE, primary_key=True, related_name="answer")
    seq = models.PositiveBigIntegerField(null=True)
    code = models.CharField(max_length=64, blank=True, default="")
    values = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.code or str(self.seq)


class Lease(models.Model):
    """Which worker leads a lot, until when. Whoever commits to the log must hold it in the same transaction."""

    lot = models.OneToOneField(Lot, models.CASCADE, primary_key=True, related_name="lease")
    owner = models.CharField(max_length=64, blank=True, default="")
    until = models.DateTimeField()
    renewed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.owner


class Board(models.Model):
    """What everybody sees of a lot now, as JSON: written with the log, read by one poller a process."""

    lot = models.OneToOneField(Lot, models.CASCADE, primary_key=True, related_name="board")
    version = models.PositiveBigIntegerField(default=0)
    body = models.TextField(default="{}")
    changed_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.lot_id} {self.version}"


class Snapshot(models.Model):
    """The folded state of a lot after ``seq`` events, so that a new leader reads only the tail of the log."""

    lot = models.OneToOneField(Lot, models.CASCADE, primary_key=True, related_name="snapshot")
    seq = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    state = models.TextField()

    def __str__(self) -> str:
        return f"{self.lot_id} {self.seq}"
