"""Attestations for programs: the lists, one certificate, the check of a token."""

from django.http import Http404, HttpRequest
from ninja import Router

from kechuang.casework.words import state as state_word
from kechuang.mechanisms.market.attestation import lists, queries, signing, verifying, wording
from kechuang.mechanisms.market.attestation.rules.moves import ATTESTATION, READ
from kechuang.mechanisms.market.attestation.schemas import (
    AttestationCertificateOut,
    AttestationTokenIn,
    CertificateVersionOut,
    TokenCheckedOut,
)
from kechuang.web.api import Needs, list_endpoint

router = Router()
list_endpoint(router, "/", lists.ATTESTATIONS, lists.rows, permission=READ, operation_id="list_attestations")
list_endpoint(
    router,
    "/published",
    lists.PUBLISHED,
    lists.published,
    permission="public",
    operation_id="list_published_attestations",
)


@router.get(
    "/published/{number}", auth=Needs("public"), response=AttestationCertificateOut, summary="A certificate of a deal"
)
def certificate(request: HttpRequest, number: str) -> AttestationCertificateOut:  # noqa: ARG001 - the interface hands it
    """Give what everybody may read of a certificate, with all its versions."""
    row = queries.public().filter(number=number.upper()).first()
    if row is None:
        raise Http404
    versions, case = queries.versions(row.pk), row.case
    return AttestationCertificateOut(
        number=row.number,
        state=case.state,
        state_word=str(state_word(ATTESTATION.kind, case.state).word),
        place=case.place,
        operator=case.office.name if case.office else "",
        path_kind=row.path_kind,
        path_number=versions[-1].said["path_number"],
        issued_on=row.issued_on,
        revoked_on=row.ended_on,
        reason=row.reason,
        verifier=signing.verifier_of(case.authority),
        versions=[
            CertificateVersionOut(
                version=each.version,
                on=each.on,
                reason=each.reason,
                digest=each.digest,
                code=wording.code_of(each.digest),
                fact=each.fact,
                achievements=each.said["achievements"],
                mode=each.said["mode"],
                signed_on=each.said["signed_on"],
                paid=each.said["paid"],
            )
            for each in versions
        ],
    )


@router.post("/check", auth=Needs("public"), response=TokenCheckedOut, summary="Check what a holder presents")
def check(request: HttpRequest, asked: AttestationTokenIn) -> TokenCheckedOut:  # noqa: ARG001 - the interface hands it
    """Check an SD-JWT: signature, disclosures, and how the certificate stands now. Nothing is kept."""
    found = verifying.by_token(asked.token)
    return TokenCheckedOut(
        verdict=found.verdict,
        fault=found.fault,
        fault_word=wording.token_fault(found.fault) if found.fault else "",
        number=found.row.number if found.row else "",
        version=found.version.version if found.version else 0,
        newest=found.row.version if found.row else 0,
        claims=found.claims,
    )
