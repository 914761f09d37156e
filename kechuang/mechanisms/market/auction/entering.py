"""How a bidder comes to a paddle and bids with it: by a secret that only the bidder's side keeps.

Nothing here writes who holds which paddle. A slip holds the hash of the secret, a pseudonym made with a key outside the
database, and the identity sealed for that key; it is no act of the ledger and is written apart from the registration,
so that neither person nor moment nor transaction tells them together.
"""

from uuid import UUID

from django.db import IntegrityError, transaction

from kechuang.casework import queue
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.auction.masking import bearer, keeper
from kechuang.mechanisms.market.auction.models import Bidder, Lot, PaddleCard, Slip
from kechuang.mechanisms.market.auction.running import bell, intake


def collect(row: Bidder) -> str | Refusal:
    """Give the secret for the paddle of a registration whose deposit is in, once; the paddle comes with the draw."""
    lot = row.lot
    if row.case.state != "DEPOSITED":
        return Refusal("auction.not_yet_admitted", {"lot": lot.code})
    late = lot.drawn and bool(lot.rules.get("late_admission"))
    if lot.drawn and not late:
        return Refusal("auction.draw_over", {"lot": lot.code})
    secret = bearer.draw()
    slip = Slip(
        lot_id=lot.pk,
        token=bearer.token(lot.pk, secret),
        holder=keeper.pseudonym(lot.pk, row.body_id),
        priority_order=row.priority_order,
        sealed=keeper.seal(lot.public_key, {"body": str(row.body_id), "registration": str(row.pk)}),
    )
    try:
        with queue.writer(), transaction.atomic():
            slip.save(force_insert=True)
    except IntegrityError:
        return Refusal("auction.collected_already", {"lot": lot.code})
    if late:
        intake.put(lot.pk, "draw", {}, key=f"late:{slip.pk}", shift=lot.sale.clock_shift_seconds)
    bell.RINGER.ring()
    return secret


def card_of(lot: UUID, secret: str) -> PaddleCard | None:
    """Give the paddle that a secret opens."""
    return PaddleCard.objects.filter(lot=lot, token=bearer.token(lot, secret)).first() if secret else None


def waits(lot: Lot, secret: str) -> bool:
    """Say whether a secret's slip waits for the draw."""
    return bool(secret) and Slip.objects.filter(lot=lot, token=bearer.token(lot.pk, secret)).exists()
