"""What pages and other mechanisms read of attestations: a fixed number of queries each, scoped to the reader."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from kechuang.casework import queries as casework
from kechuang.casework.models import Case
from kechuang.mechanisms.market.attestation import projecting
from kechuang.mechanisms.market.attestation.models import Attestation, AttestationVersion
from kechuang.mechanisms.market.attestation.rules.checking import Deal, Line, check
from kechuang.mechanisms.market.attestation.rules.deciding import deal_of
from kechuang.mechanisms.market.attestation.rules.moves import ATTESTATION, ISSUED, STANDS
from kechuang.mechanisms.market.attestation.rules.requests import PathKey, TakeUp
from kechuang.web.permissions import Actor


def cases(actor: Actor, on: date) -> QuerySet[Case]:
    """Give the attestations that an actor may read."""
    return casework.cases(actor, on, [ATTESTATION.kind]).select_related("attestation")


def public() -> QuerySet[Attestation]:
    """Give the certificates that everybody may look up: issued, amended, revoked."""
    rows = Attestation.objects.filter(case__kind=ATTESTATION.kind, case__state__in=ISSUED)
    return rows.select_related("case__office", "case__holder", "case__counterpart")


def versions(case: UUID) -> list[AttestationVersion]:
    """Give the versions of a certificate, oldest first (one query)."""
    return list(AttestationVersion.objects.filter(attestation=case).order_by("version"))


def latest(case: UUID) -> AttestationVersion | None:
    """Give the newest version of a certificate (one query)."""
    return AttestationVersion.objects.filter(attestation=case).order_by("-version").first()


def deal(case: UUID) -> tuple[Deal, tuple[str, ...]]:
    """Give the deal of an attestation as it stands now, and the lines that a person found in order."""
    loaded = projecting.load([TakeUp(case)])
    seen = loaded.seen[case]
    return deal_of(loaded, seen.path, seen.contract, seen.laid, case), seen.examined


def check_list(case: UUID, on: date) -> tuple[Line, ...]:
    """Give the check list of an attestation as it stands on a day."""
    found, examined = deal(case)
    return check(found, examined, on)


def standing(kind: str, case: UUID) -> Attestation | None:
    """Give the certificate that stands for a deal, named by how its price was found (one query); None if none does."""
    key = PathKey(kind, case)
    rows = Attestation.objects.filter(path_kind=key.kind, path_case=key.case, case__state__in=STANDS)
    return rows.select_related("case").first()
