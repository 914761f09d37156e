"""What the pages show of entries, logs and proofs, in the reader's words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kechuang.kernel.identify.names import industries
from kechuang.ledger import read, sign
from kechuang.ledger.models import Entry
from kechuang.web import divisions, slots, written
from kechuang.web.parts import DONE, IDLE, VOID, Fact, State

PLACES = {"place", "payer", "payee", "region", "sender", "receiver", "counterpart", "successor_place"}
MOST_RELATED = 50
MOST_ITEMS = 20


@dataclass(frozen=True, slots=True)
class Group:
    """A disclosure group of an entry as its page shows it: open, kept back, or erased."""

    word: str
    state: State
    rows: list[Fact]
    digest: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """One rule value that the act stood on."""

    title: str
    url: str
    value: str
    place: str
    since: str
    clause: str
    source: str


_words: dict[str, Callable[[str], object]] = {}


def register_value(field: str, word: Callable[[str], object]) -> None:
    """Have a package say the codes in its facts' field in words: ``register_value("category", words.service)``."""
    _words[field] = word


def _industry(code: str) -> str:
    """Give a section or division of GB/T 4754 in words."""
    known = industries().get(code)
    if known is None:
        return code
    language = get_language() or ""
    if language.startswith("en"):
        return known[1]
    return divisions.traditional(known[0]) if language == "zh-hant" else known[0]


register_value("industry", _industry)


def type_word(name: str) -> str:
    """Give a fact type in words: the message under its stored name."""
    return _(name)


def field_word(name: str) -> str:
    """Give the word for a fact's field: the message ``fact.<name>``, or the name itself."""
    code = f"fact.{name}"
    known = _(code)
    return name if known == code else known


def value_text(name: str, value: object, on: date | None = None) -> str:
    """Write one value of a fact: amounts and shares by the ending of their name, division codes by name."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return str(value) if name == "year" else written.whole(value)
    if isinstance(value, Mapping):
        return "; ".join(f"{field_word(key)}: {value_text(key, item, on)}" for key, item in value.items())
    if isinstance(value, list):
        return _several(name, value, on)
    text = str(value)
    if name in _words:
        return str(_words[name](text))
    if name.endswith(("_yuan", "share")):
        return _amount(name, text)
    if name in PLACES or name.endswith(("_place", "_region")):
        return divisions.name(text, on)
    return text


def _several(name: str, values: list[Any], on: date | None) -> str:
    shown = [value_text(name.removesuffix("s"), value, on) for value in values[:MOST_ITEMS]]
    more = len(values) - len(shown)
    return ", ".join([*shown, _("and %(count)s more") % {"count": more}] if more else shown) or "—"


def _amount(name: str, text: str) -> str:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return text
    return written.money(amount) if name.endswith("_yuan") else written.share(amount)


def rows(values: Mapping[str, Any], on: date | None = None) -> list[Fact]:
    """Give a group's values as terms with values; postings as one line each."""
    found = []
    for name, value in values.items():
        if name == "postings":
            found += [Fact(term=posting["account"], value=Decimal(posting["fen"]).scaleb(-2)) for posting in value]
        else:
            found.append(Fact(term=field_word(name), value=value_text(name, value, on)))
    return found


TELLING = ("title", "holder_name", "provider_name", "name", "number", "category", "services", "year", "period")


def summary(entry: Entry) -> str:
    """Give what tells an entry from others in one line: names, amounts with their word, the place."""
    values = entry.groups.get("public", {}).get("values", {})
    amounts = [name for name in values if name.endswith("_yuan")]
    shown = [value_text(name, values[name], entry.on) for name in TELLING if values.get(name)]
    shown += [f"{field_word(name)} {value_text(name, values[name], entry.on)}" for name in amounts]
    shown += [value_text(name, values[name], entry.on) for name in ("place", "region", "payer") if values.get(name)][:1]
    return " · ".join(shown)


def groups(entry: Entry, readable: frozenset[str]) -> list[Group]:
    """Give all groups that the leaf commits to; the values of those that may be read and are not erased."""
    opened = {label: group["values"] for label, group in entry.groups.items() if label in readable}
    if "personal" in readable:
        opened |= read.personal(entry)
    found = []
    for label, digest in entry.envelope["groups"].items():
        held = label in opened
        state = State(_("disclosed"), DONE) if held else State(_("kept back"), IDLE)
        if not held and label in readable:
            state = State(_("not held: erased"), VOID)
        found.append(Group(group_word(label), state, rows(opened[label], entry.on) if held else [], digest))
    return found


def group_word(label: str) -> str:
    """Give a disclosure group in words: the message ``group.<label>``."""
    base = label.partition(".")[0]
    code = f"group.{base}"
    known = _(code)
    return label if known == code else known


def rulings(basis: Mapping[str, Any]) -> list[Ruling]:
    """Give the rule values of a basis, each linked to its rule on its day."""
    found = []
    for one in basis.get("values", ()):
        key, place, on = str(one.get("key", "")), str(one.get("place", "")), _day(one.get("on"))
        source = str(one.get("source") or "")
        value = one.get("value")
        found.append(
            Ruling(
                title=slots.link("rule_title", key) or (_(key) if key else ""),
                url=slots.link("rule", key, place=place, on=on),
                value=slots.link("rule_value", key, value, str(one.get("unit") or ""))
                or (value_text(key.rpartition(".")[2], value, on) if value is not None else "—"),
                place=divisions.name(place, on) if place else "—",
                since=str(one.get("since") or "—"),
                clause=slots.link("rule_clause", str(one.get("clause") or "")) or str(one.get("clause") or "—"),
                source=slots.link("source_title", source) or source or "—",
            )
        )
    return found


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def causes(entry: Entry) -> list[Fact]:
    """Give the entries that led to this one, linked."""
    ids = entry.envelope.get("causes", ())[:MOST_RELATED]
    known = {one.pk: one for one in Entry.objects.filter(pk__in=ids).only("id", "type", "on", "log", "seq")}
    return [
        Fact(term=f"{known[cause].on:%Y-%m-%d}", value=type_word(known[cause].type), url=address(cause))
        for cause in ids
        if cause in known
    ]


def related(entry: Entry) -> list[Fact]:
    """Give the other public facts of the same case, oldest first, linked."""
    if not entry.case:
        return []
    others = public_entries().filter(case=entry.case).exclude(pk=entry.pk).order_by("log", "seq")
    return [
        Fact(term=f"{one.on:%Y-%m-%d}", value=type_word(one.type), url=address(one.pk))
        for one in others.only("id", "type", "on", "log", "seq")[:MOST_RELATED]
    ]


def public_entries():  # noqa: ANN201 - a queryset of entries
    """Give the entries that hold a public group, without their leaves."""
    return Entry.objects.filter(disclosed__contains='"public":{"salt":"').defer("leaf", "leaf_hash")


def address(entry_id: str) -> str:
    """Give the address of an entry's page."""
    return reverse("ledger:fact", args=[entry_id])


def proof_rows(entry: Entry) -> list[Fact]:
    """Say what proves an entry: its place, the checkpoint that covers it, and the key that signed."""
    place = _("entry %(seq)s of log %(log)s") % {"seq": written.whole(entry.seq), "log": entry.log}
    found = [Fact(term=_("Place in the ledger"), value=place, url=reverse("ledger:log", args=[entry.log]))]
    sealed = sign.covering(entry.log, entry.seq)
    if sealed is None:
        return [*found, Fact(term=_("Checkpoint"), value=_("none covers this entry yet; the next one will"))]
    words = {"size": written.whole(sealed.size), "moment": written.moment(sealed.made_at)}
    return [
        *found,
        Fact(term=_("Checkpoint"), value=_("over %(size)s entries, signed %(moment)s") % words),
        Fact(term=_("Signed by key"), value=sealed.key_id),
    ]
