"""What may be done with an attestation. Pure."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from kechuang.casework.decision import Decision, NewCase, Scene
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.attestation import facts
from kechuang.mechanisms.market.attestation.certifying import Certificate, Evidence, paid_yuan
from kechuang.mechanisms.market.attestation.rules.checking import BY_PERSON, Deal, against, to_examine
from kechuang.mechanisms.market.attestation.rules.moves import ATTESTATION
from kechuang.mechanisms.market.attestation.rules.requests import (
    LONGEST,
    OPERATOR,
    Amend,
    Ask,
    Examine,
    Issue,
    Laid,
    Loaded,
    PathKey,
    Put,
    Refuse,
    Revoke,
    Seen,
    Supplement,
    TakeUp,
)
from kechuang.mechanisms.market.attestation.sdjwt.coding import Token, read_object

type Ruled = Decision | Refusal


def deal_of(rows: Loaded, path: PathKey, contract: UUID | None, laid: Laid, own: UUID | None) -> Deal:
    """Put together what is known of a deal; another attestation of it than ``own`` is a second one."""
    held = rows.live.get(path)
    return Deal(
        key=path,
        path=rows.paths.get(path),
        contract=rows.contracts.get(contract) if contract else None,
        laid=laid,
        second=held[1] if held and held[0] != own else "",
    )


def ask(scene: Scene[Loaded], request: Ask) -> Ruled:
    """A party asks for a certificate, or the operator opens the case."""
    deal = deal_of(scene.rows, request.path, request.contract, request.laid, None)
    found = against(deal, scene.on)
    if found or deal.path is None or deal.contract is None:
        return found[0]
    opened = request.side == OPERATOR
    case = NewCase(
        id=request.case,
        kind=ATTESTATION.kind,
        authority=request.authority,
        state="EVIDENCE_CHECK" if opened else "REQUESTED",
        place=request.place,
        title=title_of(deal.path.achievements),
        office=request.office,
        holder=request.body,
        counterpart=request.other,
        amount=deal.contract.signed.known_yuan,
        number_series=f"{request.authority}-JS",
    )
    told = {**_told(request.path, deal.path.case, request.side, request.laid, deal), "place": request.place}
    fact = facts.AttestationOpened(**told) if opened else facts.AttestationRequested(**told)
    values = {
        **laid_columns(request.laid),
        "path_kind": request.path.kind,
        "path_case": request.path.case,
        "contract_id": request.contract,
        "side": request.side,
        "live": True,
    }
    put = Put(
        case=request.case,
        values=values,
        new=True,
        payments=request.laid.payments,
        files=tuple(each.id for each in request.laid.files),
    )
    return Decision(facts=((request.case, fact),), opens=(case,), rows=put)


def title_of(achievements: tuple[str, ...]) -> str:
    """Name a deal by what was sold."""
    return "、".join(achievements)[:200]


def _told(path: PathKey, ref: str, side: str, laid: Laid, deal: Deal) -> dict[str, Any]:
    return {
        "path_kind": path.kind,
        "path_case": ref,
        "asked_by": side,
        "contract_number": deal.contract.signed.number if deal.contract else "",
        "paid": laid.paid,
        "payments": tuple(f"{each.voucher} {each.on} {each.yuan:.2f} {each.payer}" for each in laid.payments),
        "ownership": laid.ownership.strip(),
        "statement": laid.statement,
        "statement_text": laid.statement_text.strip(),
        "files": tuple(each.commitment for each in laid.files),
    }


def laid_columns(laid: Laid) -> dict[str, object]:
    """Give the columns of what was laid."""
    return {
        "paid": laid.paid,
        "ownership": laid.ownership.strip(),
        "statement": laid.statement,
        "statement_text": laid.statement_text.strip(),
        "files": [str(each.id) for each in laid.files],
    }


def supplement(scene: Scene[Loaded], request: Supplement) -> Ruled:
    """A party adds or replaces evidence; the check of it begins anew."""
    case, seen = scene.cases[request.case], scene.rows.seen[request.case]
    deal = deal_of(scene.rows, seen.path, seen.contract, request.laid, case.id)
    found = against(deal, scene.on)
    if found or deal.path is None:
        return found[0]
    told = {**_told(seen.path, deal.path.case, seen.side, request.laid, deal), "place": case.place}
    put = Put(
        case=case.id,
        values={**laid_columns(request.laid), "examined": []},
        payments=request.laid.payments,
        files=tuple(each.id for each in request.laid.files),
    )
    return Decision(facts=((case.id, facts.EvidenceSupplemented(**told)),), states={case.id: case.state}, rows=put)


def take_up(scene: Scene[Loaded], request: TakeUp) -> Ruled:
    """The operator begins to check."""
    case = scene.cases[request.case]
    fact = facts.CheckBegun(place=case.place)
    return Decision(facts=((case.id, fact),), states={case.id: "EVIDENCE_CHECK"}, rows=Put(case=case.id))


def examine(scene: Scene[Loaded], request: Examine) -> Ruled:
    """A person held the originals against what was laid."""
    case = scene.cases[request.case]
    known = tuple(code for code in BY_PERSON if code in request.lines)
    if not known:
        return Refusal("attestation.nothing_examined", place="lines")
    fact = facts.EvidenceExamined(place=case.place, examined_lines=known, note=request.note.strip())
    put = Put(case=case.id, values={"examined": list(known), "note": request.note.strip()})
    return Decision(facts=((case.id, fact),), states={case.id: "EVIDENCE_CHECK"}, rows=put)


def issue(scene: Scene[Loaded], request: Issue) -> Ruled:
    """Issue the certificate under the next number of the office."""
    case, seen = scene.cases[request.case], scene.rows.seen[request.case]
    deal = deal_of(scene.rows, seen.path, seen.contract, seen.laid, case.id)
    found = against(deal, scene.on)
    if found or deal.evidence is None:
        return found[0]
    left = tuple(code for code in to_examine(deal) if code not in seen.examined)
    if left:
        codes = ", ".join(f"attestation.line.{each}" for each in left)
        return Refusal("attestation.not_examined", {"lines_codes": codes})
    year, last = scene.rows.books.get(case.place, (0, 0))
    serial = last + 1 if year == scene.on.year else 1
    number = f"JZ-{case.place}-{scene.on.year}-{serial:04d}"
    certified = _certify(scene.rows, case.id, case.authority, number, 1, request.site, request.at, deal.evidence)
    if isinstance(certified, Refusal):
        return certified
    token, said = certified
    fact = facts.CertificateIssued(**_facts(case.place, said, token, deal.evidence, number, 1))
    put = Put(
        case=case.id,
        values={"number": number, "version": 1, "issued_on": scene.on, "token_digest": digest_of(token)},
        version=_version(said, token, 1, scene.on, ""),
        book=(case.place, scene.on.year, serial),
    )
    return Decision(facts=((case.id, fact),), states={case.id: "ISSUED"}, rows=put)


def _certify(
    rows: Loaded, case: UUID, authority: str, number: str, version: int, site: str, at: int, evidence: Evidence
) -> tuple[Token, Mapping[str, Any]] | Refusal:
    if rows.sign is None:
        return Refusal("attestation.no_key")
    made = Certificate(
        number=number,
        version=version,
        issuer=f"{site}/ledger/{authority}" if site else f"kechuang/{authority}",
        operator=rows.operator.get(case, ""),
        page=f"{site}/market/attestations/check/{number}/",
        issued_at=at,
        rules=rows.edition,
        evidence=evidence,
    )
    return rows.sign(authority, made), summary(evidence, version)


def summary(evidence: Evidence, version: int) -> dict[str, Any]:
    """Say in plain values what a version certifies, for pages and for comparing two versions."""
    path, contract = evidence.path, evidence.contract
    return {
        "version": version,
        "achievements": list(path.achievements),
        "path_kind": path.kind,
        "path_case": path.case,
        "path_number": path.number,
        "mode": path.mode,
        "start": path.start.isoformat(),
        "end": path.end.isoformat(),
        "signed_on": contract.signed_on.isoformat(),
        "seller": contract.seller,
        "buyers": list(contract.buyers),
        "related": list(path.related),
        "price": path.price,
        "known_yuan": f"{contract.known_yuan:.2f}",
        "paid": evidence.paid,
        "paid_yuan": f"{paid_yuan(evidence):.2f}",
        "contract_number": contract.number,
        "agreed_number": contract.agreed,
        "payments": [
            {"voucher": each.voucher, "on": each.on.isoformat(), "yuan": f"{each.yuan:.2f}", "payer": each.payer}
            for each in evidence.payments
        ],
    }


def digest_of(token: Token) -> str:
    """Give the SHA-256 of the part that the issuer signed; every presentation holds it whole."""
    first = token.signatures[0]
    return hashlib.sha256(f"{first.protected}.{token.payload}.{first.signature}".encode()).hexdigest()


def key_of(token: Token) -> str:
    """Name the key that a token says it was signed with."""
    return str(read_object(token.signatures[0].protected, "the header").get("kid", ""))


def _facts(
    place: str, said: Mapping[str, Any], token: Token, evidence: Evidence, number: str, version: int
) -> dict[str, Any]:
    path, contract = evidence.path, evidence.contract
    return {
        "place": place,
        "number": number,
        "version": version,
        "title": title_of(path.achievements),
        "achievements": path.achievements,
        "path_kind": path.kind,
        "path_case": path.case,
        "transfer_mode": path.mode,
        "start": path.start,
        "end": path.end,
        "contract_day": contract.signed_on,
        "paid": evidence.paid,
        "digest": digest_of(token),
        "key_name": key_of(token),
        "seller": contract.seller,
        "buyers": contract.buyers,
        "price": path.price,
        "known_yuan": contract.known_yuan,
        "paid_yuan": paid_yuan(evidence),
        "contract_number": str(said["contract_number"]),
    }


def _version(said: Mapping[str, Any], token: Token, version: int, on: date, reason: str) -> dict[str, Any]:
    return {
        "version": version,
        "on": on,
        "reason": reason,
        "said": dict(said),
        "token": token.compact(),
        "digest": digest_of(token),
    }


def refuse(scene: Scene[Loaded], request: Refuse) -> Ruled:
    """No certificate is given; what stood against the deal on the day is kept beside the reason."""
    case, seen = scene.cases[request.case], scene.rows.seen[request.case]
    if not request.reason.strip() or len(request.reason) > LONGEST:
        return Refusal("attestation.no_reason", {"limit": LONGEST}, place="reason")
    deal = deal_of(scene.rows, seen.path, seen.contract, seen.laid, case.id)
    codes = tuple(dict.fromkeys(each.code for each in against(deal, scene.on)))
    fact = facts.AttestationRefused(place=case.place, reason=request.reason.strip(), against=codes)
    values = {"reason": request.reason.strip(), "ended_on": scene.on, "live": False}
    return Decision(facts=((case.id, fact),), states={case.id: "REFUSED"}, rows=Put(case=case.id, values=values))


def amend(scene: Scene[Loaded], request: Amend) -> Ruled:
    """A further version: the contract was changed, or more was paid. The number stays; no version is overwritten."""
    case, seen = scene.cases[request.case], scene.rows.seen[request.case]
    if not request.reason.strip() or len(request.reason) > LONGEST:
        return Refusal("attestation.no_reason", {"limit": LONGEST}, place="reason")
    deal = deal_of(scene.rows, seen.path, seen.contract, request.laid, case.id)
    found = against(deal, scene.on)
    if found or deal.evidence is None:
        return found[0]
    version = seen.version + 1
    if _same(seen, summary(deal.evidence, seen.version)):
        return Refusal("attestation.nothing_changed", {"version": seen.version})
    certified = _certify(
        scene.rows, case.id, case.authority, seen.number, version, request.site, request.at, deal.evidence
    )
    if isinstance(certified, Refusal):
        return certified
    token, said = certified
    reason = request.reason.strip()
    fact = facts.CertificateAmended(
        **_facts(case.place, said, token, deal.evidence, seen.number, version), reason=reason
    )
    put = Put(
        case=case.id,
        values={**laid_columns(request.laid), "version": version, "token_digest": digest_of(token)},
        payments=request.laid.payments,
        version=_version(said, token, version, scene.on, reason),
        files=tuple(each.id for each in request.laid.files),
    )
    changes = {case.id: {"amount": deal.evidence.contract.known_yuan}}
    return Decision(facts=((case.id, fact),), states={case.id: "AMENDED"}, changes=changes, rows=put)


def _same(seen: Seen, now: Mapping[str, Any]) -> bool:
    return dict(seen.said) == dict(now)


def revoke(scene: Scene[Loaded], request: Revoke) -> Ruled:
    """The certificate counts no longer; it stays to be seen, as revoked."""
    case, seen = scene.cases[request.case], scene.rows.seen[request.case]
    if not request.reason.strip() or len(request.reason) > LONGEST:
        return Refusal("attestation.no_reason", {"limit": LONGEST}, place="reason")
    fact = facts.CertificateRevoked(
        place=case.place,
        number=seen.number,
        version=seen.version,
        revoked_on=scene.on,
        reason=request.reason.strip(),
    )
    values = {"reason": request.reason.strip(), "ended_on": scene.on, "live": False}
    return Decision(facts=((case.id, fact),), states={case.id: "REVOKED"}, rows=Put(case=case.id, values=values))
