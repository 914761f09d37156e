"""Papers of the register: 技术经纪（经理）人登记表, 登记证明, 暂停、撤销登记通知书."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.casework.moves import HOLDER
from kechuang.casework.papers.generic import CONTACT, basis, red_head, say, signed
from kechuang.casework.papers.kinds import Asked, Making, PaperKind, register
from kechuang.mechanisms.market.broker import showing, wording
from kechuang.mechanisms.market.broker.models import BrokerEntry
from kechuang.mechanisms.market.broker.rules.moves import BROKER, READ
from kechuang.web import divisions
from kechuang.web.documents.filling import DAY, TEXT, Filling, Value
from kechuang.web.documents.paper import DOCUMENT, PLAIN, Paper, Paragraph, Part, Terms

REMEDY = Asked(
    name="remedy",
    label=_("Legal remedy"),
    help_text=_(
        "As the office states it: to whom, within which term, under which law. Nothing is filled in by the program."
    ),
    required=False,
)


def _values(row: BrokerEntry | None) -> tuple[Value, ...]:
    case = row.case if row else None
    texts = (
        ("name", gettext("Name"), row.name if row else ""),
        ("kind", gettext("Kind of entry"), str(wording.KINDS[row.kind]) if row else ""),
        ("unit", gettext("Unit"), case.holder.name if case and case.holder else ""),
        ("unit_code", gettext("Credit code"), case.holder.code if case and case.holder else ""),
        ("place", gettext("Place"), divisions.name(case.place) if case else ""),
        ("level", gettext("Grade"), wording.level(row.level) if row else ""),
        ("title", gettext("Professional title in technology transfer"), str(wording.TITLES[row.title]) if row else ""),
        ("certificate", gettext("Number of the certificate"), row.certificate if row else ""),
        ("issuer", gettext("Certified by"), row.issuer if row else ""),
        ("fields", gettext("Fields of work"), wording.specialities(row) if row else ""),
        ("services", gettext("What is offered"), row.services if row else ""),
        ("ground", gettext("Ground"), wording.ground(row.ground) if row else ""),
        ("reason", gettext("Reason"), row.reason if row else ""),
        ("number", gettext("Number"), case.number if case else ""),
        ("check", gettext("Integrity check"), _check(row) if row else ""),
    )
    days = (
        Value("broker.valid_from", gettext("Valid from"), row.valid_from if row else None, DAY),
        Value("broker.valid_until", gettext("Certificate valid until"), row.valid_until if row else None, DAY),
        Value("broker.since", gettext("In this state since"), row.since if row else None, DAY),
    )
    return (*(Value(f"broker.{code}", label, text, TEXT) for code, label, text in texts), *days)


def _check(row: BrokerEntry) -> str:
    return next((str(each.value) for each in showing.own_facts(row) if each.term == gettext("Integrity check")), "")


def marks() -> Filling:
    """The values of an entry, without contents."""
    return Filling(_values(None))


def fill(case: Case) -> Filling:
    """What fills the papers of an entry."""
    return Filling(_values(BrokerEntry.objects.select_related("case__holder", "case__office").get(pk=case.pk)))


WIDE = frozenset({"broker.unit", "broker.fields", "broker.services", "broker.issuer", "broker.check"})


def _terms(filling: Filling, codes: tuple[str, ...]) -> Terms:
    label = {value.code: value.label for value in filling.values}
    names = tuple(f"broker.{code}" for code in codes)
    pairs = tuple((label[name], filling[name] or "—") for name in names)
    return Terms(pairs, tuple(label[name] for name in names if name in WIDE))


FORM = (
    *("name", "kind", "unit", "unit_code", "place", "level", "title", "certificate", "issuer", "valid_from"),
    *("valid_until", "fields", "services"),
)


def form(filling: Filling, making: Making) -> Paper:
    """The form of registration (登记表): what the unit says, and the declaration of truth and secrecy."""
    parts: tuple[Part, ...] = (
        _terms(filling, (*FORM, "check")),
        Paragraph(say("paper.text.broker_declaration")),
        Paragraph(say("paper.text.broker_signs")),
    )
    return Paper(
        title=say("paper.text.broker_form_title"),
        form=PLAIN,
        issuer=making.issuer,
        parts=parts,
        signature=signed(making),
    )


def certificate(filling: Filling, making: Making) -> Paper:
    """The proof that an entry stands (登记证明)."""
    words = {
        "name": filling["broker.name"],
        "unit": filling["broker.unit"],
        "number": filling["broker.number"],
        "until": filling["broker.valid_until"],
    }
    parts: tuple[Part, ...] = (
        Paragraph(say("paper.text.broker_proof_opening", **words)),
        _terms(filling, ("number", "level", "certificate", "issuer", "fields", "valid_until")),
        Paragraph(say("paper.text.broker_proof_end")),
        *basis(making),
    )
    return Paper(
        title=say("paper.text.broker_proof_title"),
        form=PLAIN,
        issuer=making.issuer,
        parts=parts,
        signature=signed(making),
        note=making.typed.get("contact", ""),
    )


def _notice(name: str) -> object:
    def build(filling: Filling, making: Making) -> Paper:
        remedy = making.typed.get("remedy", "").strip()
        words = {
            "name": filling["broker.name"],
            "number": filling["broker.number"],
            "ground": filling["broker.ground"],
            "reason": filling["broker.reason"],
            "since": filling["broker.since"],
        }
        parts: list[Part] = [
            Paragraph(say(f"paper.text.broker_{name}", **words)),
            *basis(making),
            *([Paragraph(remedy)] if remedy else []),
            Paragraph(say("paper.text.notified")),
        ]
        return Paper(
            title=say(f"paper.text.broker_{name}_title"),
            form=DOCUMENT,
            issuer=red_head(making.issuer),
            addressee=filling["broker.unit"],
            parts=tuple(parts),
            signature=signed(making),
            note=making.typed.get("contact", ""),
        )

    return build


def _kind(name: str, states: str, build: object, order: int, **more: object) -> PaperKind:
    values: dict[str, object] = {"fill": fill, "marks": marks, "asks": (CONTACT,), **more}
    return PaperKind(
        code=f"{BROKER.kind}.{name}",
        case_kinds=frozenset({BROKER.kind}),
        states=frozenset(states.split()),
        build=build,  # type: ignore[arg-type]  # functions of a filling and a making
        order=order,
        **values,  # type: ignore[arg-type]  # the fields of a kind
    )


def register_all() -> None:
    """Make the papers of the register known."""
    for kind in (
        _kind("form", "", form, 10, permission=READ, side=HOLDER, numbered=False, asks=()),
        _kind("proof", "ACTIVE", certificate, 20, numbered=False, apart=False),
        _kind("suspension", "SUSPENDED", _notice("suspension"), 30, asks=(REMEDY, CONTACT)),
        _kind("revocation", "REVOKED", _notice("revocation"), 40, asks=(REMEDY, CONTACT), apart=True),
    ):
        register(kind)
