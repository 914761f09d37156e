"""Papers of an attestation: 交易鉴证凭证, 不予鉴证通知书, 撤销鉴证决定书."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, override

from kechuang.casework.models import Case
from kechuang.casework.papers import making
from kechuang.casework.papers.generic import basis, red_head, say, signed
from kechuang.casework.papers.kinds import Making, PaperKind, register
from kechuang.mechanisms.market.attestation import queries, wording
from kechuang.mechanisms.market.attestation.models import Attestation, AttestationVersion
from kechuang.mechanisms.market.attestation.rules.moves import ATTESTATION, ISSUE
from kechuang.mechanisms.market.notice import wording as notices
from kechuang.web import clock
from kechuang.web.documents import pdf
from kechuang.web.documents.filling import DAY, TEXT, WHOLE, Filling, Value, money
from kechuang.web.documents.paper import DOCUMENT, HANS, PLAIN, Paper, Paragraph, Part, Sum, Terms


def _values(row: Attestation | None, version: AttestationVersion | None) -> tuple[Value, ...]:
    said: dict[str, Any] = version.said if version else {}

    def text(code: str, label: str, value: str = "") -> Value:
        return Value(f"attestation.{code}", label, value, TEXT)

    found_by = f"{wording.path(said['path_kind'])}（{said['path_number']}）" if said else ""
    return (
        text("number", gettext("Number of the certificate"), row.number if row else ""),
        Value("attestation.version", gettext("Version"), version.version if version else None, WHOLE),
        text("achievements", gettext("What was sold"), "、".join(said.get("achievements", ()))),
        text("mode", gettext("Mode of the transfer"), notices.mode(said["mode"]) if said else ""),
        text("seller", gettext("Name of the seller"), said.get("seller", "")),
        text("buyers", gettext("Names of the buyers"), "、".join(said.get("buyers", ()))),
        text("related", gettext("Related parties, if any"), "、".join(said.get("related", ()))),
        text("path", gettext("How the price was found"), found_by),
        Value("attestation.start", gettext("Price finding began on"), _day(said, "start"), DAY),
        Value("attestation.end", gettext("Price finding ended on"), _day(said, "end"), DAY),
        text("contract", gettext("Registration number of the contract"), said.get("contract_number", "")),
        Value("attestation.signed_on", gettext("Contract signed on"), _day(said, "signed_on"), DAY),
        *money("attestation.known", gettext("Known amount (yuan)"), _yuan(said, "known_yuan"), gettext("In capitals")),
        *money(
            "attestation.paid_yuan",
            gettext("Amount paid so far (yuan)"),
            _yuan(said, "paid_yuan"),
            gettext("Paid so far, in capitals"),
        ),
        text("paid", gettext("Paid in full"), (gettext("yes") if said["paid"] else gettext("no")) if said else ""),
        Value("attestation.on", gettext("Certified on"), version.on if version else None, DAY),
        text("code", gettext("Check code"), wording.code_of(version.digest) if version else ""),
        text("digest", gettext("SHA-256 of the signed part"), version.digest if version else ""),
        text("version_reason", gettext("Why it was amended"), version.reason if version else ""),
        text("reason", gettext("Reason"), row.reason if row else ""),
        Value("attestation.ended_on", gettext("Revoked on"), row.ended_on if row else None, DAY),
    )


def _day(said: dict[str, Any], name: str) -> date | None:
    return date.fromisoformat(said[name]) if said else None


def _yuan(said: dict[str, Any], name: str) -> Decimal | None:
    return Decimal(said[name]) if said else None


def fill(case: Case) -> Filling:
    """What fills the papers of an attestation."""
    return Filling(_values(Attestation.objects.get(pk=case.pk), queries.latest(case.pk)))


def marks() -> Filling:
    """The values of an attestation, without contents."""
    return Filling(_values(None, None))


ABOUT = (
    *("number", "on", "achievements", "mode", "signed_on", "seller", "buyers", "related"),
    *("path", "start", "end", "contract", "version", "code"),
)
WIDE = frozenset({"achievements", "seller", "buyers", "related", "path", "code"})


def _terms(filling: Filling, codes: tuple[str, ...]) -> Terms:
    label = {value.code.removeprefix("attestation."): value.label for value in filling.values}
    pairs = tuple((label[code], filling[f"attestation.{code}"]) for code in codes if filling[f"attestation.{code}"])
    return Terms(pairs, tuple(label[code] for code in codes if code in WIDE))


def certificate(filling: Filling, making: Making) -> Paper:
    """Build the certificate (交易鉴证凭证)."""
    revoked = filling["attestation.ended_on"]
    parts: list[Part] = []
    if revoked:
        parts.append(
            Paragraph(say("paper.text.attestation_revoked", day=revoked, reason=filling["attestation.reason"]))
        )
    parts += [
        Paragraph(say("paper.text.attestation_opening", operator=making.issuer or "……")),
        _terms(filling, ABOUT),
        Sum(say("paper.text.attestation_amount"), filling.amount("attestation.known")),
        Sum(say("paper.text.attestation_paid"), filling.amount("attestation.paid_yuan")),
    ]
    if filling["attestation.version_reason"]:
        parts.append(
            Paragraph(
                say(
                    "paper.text.attestation_amended",
                    version=filling["attestation.version"],
                    reason=filling["attestation.version_reason"],
                )
            )
        )
    parts += [
        *basis(making),
        Paragraph(say("paper.text.attestation_check")),
    ]
    return Paper(
        title=say("paper.text.attestation_title"),
        form=PLAIN,
        issuer=making.issuer,
        parts=tuple(parts),
        signature=signed(making),
    )


def _notice(name: str) -> Any:  # noqa: ANN401 - a function of a filling and a making
    def build(filling: Filling, making: Making) -> Paper:
        values = {
            "title": filling["case.title"],
            "number": filling["attestation.number"] or filling["case.number"],
            "reason": filling["attestation.reason"],
        }
        return Paper(
            title=say(f"paper.text.attestation_{name}_title"),
            form=DOCUMENT,
            issuer=red_head(making.issuer),
            addressee=filling["holder.name"],
            parts=(
                Paragraph(say(f"paper.text.attestation_{name}_opening", **values)),
                Paragraph(say(f"paper.text.attestation_{name}_what", **values)),
                *basis(making),
                Paragraph(say("paper.text.attestation_told")),
            ),
            signature=signed(making),
        )

    return build


def page_of(case: Case) -> str:
    """Give the address to which the certificate's code leads: its page, with its check code."""
    row = Attestation.objects.get(pk=case.pk)
    path = reverse("market_attestation:certificate", args=[row.number])
    return f"{path}?code={wording.code_of(row.token_digest)}"


CERTIFICATE = PaperKind(
    code="market.attestation.certificate",
    case_kinds=frozenset({ATTESTATION.kind}),
    states=frozenset({"ISSUED", "AMENDED", "REVOKED"}),
    fill=fill,
    marks=marks,
    build=certificate,
    permission=ISSUE,
    numbered=False,
    check=page_of,
    order=10,
)


def certificate_pdf(case: Case, site: str, language: str = HANS) -> bytes:
    """Give the certificate of a case as PDF/A; the same version gives the same bytes."""
    row = Attestation.objects.get(pk=case.pk)
    with override(language):
        made = making.make(CERTIFICATE, case, on=row.ended_on or row.issued_on or clock.today(), site=site)
    version = queries.latest(case.pk)
    signature = replace(made.paper.signature, on=version.on) if made.paper.signature and version else None
    return pdf.write(replace(made.paper, draft=False, signature=signature))


def register_all() -> None:
    """Make the papers known."""
    register(CERTIFICATE)
    for code, states, order in (("refusal", "REFUSED", 20), ("revocation", "REVOKED", 30)):
        register(
            PaperKind(
                code=f"market.attestation.{code}",
                case_kinds=frozenset({ATTESTATION.kind}),
                states=frozenset({states}),
                fill=fill,
                marks=marks,
                build=_notice(code),
                order=order,
            )
        )
