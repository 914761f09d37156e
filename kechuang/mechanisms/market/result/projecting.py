"""Writes what decisions on achievements say into the tables, and loads what decisions see: few statements a batch."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q

from kechuang.casework.files import keeping
from kechuang.casework.files.models import StoredFile
from kechuang.casework.models import Case
from kechuang.casework.registry import Done
from kechuang.casework.write import update_rows
from kechuang.kernel.days import load_calendars
from kechuang.mechanisms.market.result import tallying
from kechuang.mechanisms.market.result.models import (
    Achievement,
    Completer,
    Deal,
    Holding,
    IpRight,
    Licence,
    Pledge,
    TechRight,
    TrlEvidence,
)
from kechuang.mechanisms.market.result.models import Contribution as Brought
from kechuang.mechanisms.market.result.rules import standing
from kechuang.mechanisms.market.result.rules import values as told
from kechuang.mechanisms.market.result.rules.moves import OVER, PUBLIC
from kechuang.mechanisms.market.result.rules.requests import DealSeen, Loaded, Put, Same, Seen
from kechuang.mechanisms.market.result.rules.values import Values, key_of
from kechuang.web import clock

PLAIN = (
    *("name", "abstract", "kind", "government", "funding", "project", "discipline", "industry", "ipc", "trl", "mode"),
    *("price", "security", "export", "ethics", "ethics_number", "product", "ground", "valid_until"),
)
IP = ("kind", "number", "patentee", "state", "applied_on", "granted_on", "fee_until", "pledged", "exclusive")
MOST_NAMES = 400


# --- loading


def load_new(requests: Sequence[Any]) -> Loaded:
    """Give what the register holds that new records might repeat (five queries)."""
    loaded = Loaded(calendars=load_calendars())
    _others(loaded, [each.values for each in requests], {each.unit for each in requests})
    return loaded


def load(requests: Sequence[Any]) -> Loaded:
    """Give the achievements of a batch as decisions see them, and what their new records might repeat."""
    loaded = Loaded(calendars=load_calendars(), seen=seen([each.case for each in requests]))
    renewed = [each.values for each in requests if hasattr(each, "values")]
    offered = [loaded.seen[each.case].values for each in requests if each.case in loaded.seen]
    if renewed:
        units = set(Achievement.objects.filter(pk__in=loaded.seen).values_list("unit_id", flat=True))
        _others(loaded, renewed, units)
    else:
        loaded.licensed = licensed([number for each in offered for number in each.numbers])
    return loaded


def _others(loaded: Loaded, given: Sequence[Values], units: set[UUID]) -> None:
    numbers = {number for each in given for number in each.numbers}
    texts, names = {key_of(each.abstract) for each in given}, {key_of(each.name) for each in given}
    columns = ("pk", "case__number", "name", "unit_id", "state")
    rows = IpRight.objects.filter(number__in=numbers).values_list(
        "number", *(f"achievement__{each}" for each in columns)
    )
    for number, *row in rows:
        loaded.by_number.setdefault(number, []).append(Same(*row))
    known = Achievement.objects.exclude(state__in=OVER)
    for key, *row in known.filter(text_key__in=texts).values_list("text_key", *columns):
        loaded.by_text.setdefault(key, []).append(Same(*row))
    near = known.filter(Q(name_key__in=names, unit__in=units))
    latest = known.filter(unit__in=units).order_by("-pk").values_list("pk", flat=True)[:MOST_NAMES]
    for key, *row in known.filter(Q(pk__in=near.values("pk")) | Q(pk__in=list(latest))).values_list(
        "name_key", *columns
    ):
        loaded.by_name.setdefault(key, []).append(Same(*row))
    loaded.licensed = licensed(numbers)


def licensed(numbers: Iterable[str]) -> dict[str, str]:
    """Give the numbers of rights on which an exclusive licence is in force, with who holds it (one query)."""
    rows = Licence.objects.filter(right__numbers__number__in=set(numbers), kind=standing.EXCLUSIVE)
    rows = rows.exclude(until__lte=clock.today()).values_list("right__numbers__number", "name")
    return dict(rows)


def seen(wanted: Iterable[UUID]) -> dict[UUID, Seen]:
    """Give achievements as decisions see them (nine queries at most)."""
    rows = {row.pk: row for row in Achievement.objects.select_related("unit").filter(pk__in=list(wanted))}
    values = values_of(rows)
    deals: dict[UUID, list[Deal]] = {}
    for deal in Deal.objects.filter(achievement__in=rows).select_related("entry").order_by("pk"):
        deals.setdefault(deal.achievement_id, []).append(deal)
    rights = {right.result_id: right.pk for right in TechRight.objects.filter(result__in=rows)}
    register = standings(rights.values())
    no = Completer.objects.filter(achievement__in=rows, agreed=False).values_list("achievement_id", "pk")
    disputed: dict[UUID, list[UUID]] = {}
    for pk, completer in no:
        disputed.setdefault(pk, []).append(completer)
    return {
        pk: Seen(
            values=values[pk],
            unit_name=row.unit.name,
            unit_code=row.unit.code,
            settled=row.settled,
            frozen_from=row.frozen_from,
            registered_on=row.registered_on,
            idle_on=row.idle_on,
            published=row.published_on is not None,
            deals=tuple(_deal(each) for each in deals.get(pk, ())),
            standing=register.get(rights[pk]) if pk in rights else None,
            licences=tuple(_licence(each) for each in deals.get(pk, ()) if _gave(each)),
            disputed=tuple(disputed.get(pk, ())),
        )
        for pk, row in rows.items()
    }


def _deal(row: Deal) -> DealSeen:
    return DealSeen(
        id=row.pk,
        mode=row.mode,
        open=row.closed_on is None,
        path=row.path,
        ref=row.ref,
        party=row.party,
        done=row.outcome == "done",
        places=tuple(row.places),
        since=row.since,
        until=row.until,
    )


def _gave(row: Deal) -> bool:
    """Whether a deal gave a licence that the register of rights does not hold yet."""
    return row.outcome == "done" and row.mode in standing.LICENCES and row.entry_id is None


def _licence(row: Deal) -> standing.Licence:
    party = standing.Party(name=row.party, code=row.party_code, body=row.party_body_id)
    since = row.since or row.closed_on or row.opened_on
    return standing.Licence(
        id=row.pk, kind=row.mode, party=party, since=since, until=row.until, places=tuple(row.places)
    )


def values_of(rows: Mapping[UUID, Achievement]) -> dict[UUID, Values]:
    """Give the records of achievements whole (three queries)."""
    ips, completers, evidence = ({pk: [] for pk in rows} for _ in range(3))  # type: dict[UUID, list[Any]]
    for ip in IpRight.objects.filter(achievement__in=rows).order_by("order"):
        ips[ip.achievement_id].append(told.Ip(**{name: getattr(ip, name) for name in IP}))
    for row in Completer.objects.filter(achievement__in=rows).order_by("place_in_order"):
        one = told.Completer(
            id=row.pk, rank=row.place_in_order, share=row.share, name=row.name, unit=row.unit, person=row.person_id
        )
        completers[row.achievement_id].append(one)
    for each in TrlEvidence.objects.filter(achievement__in=rows).order_by("level", "pk"):
        shown = told.Evidence(level=each.level, on=each.on, text=each.text, assessor=each.assessor)
        evidence[each.achievement_id].append(shown)
    return {
        pk: Values(
            **{name: getattr(row, name) for name in PLAIN},
            ips=tuple(ips[pk]),
            completers=tuple(completers[pk]),
            evidence=tuple(evidence[pk]),
            contact=told.Contact(name=row.contact_name, phone=row.contact_phone, email=row.contact_email),
        )
        for pk, row in rows.items()
    }


def standings(rights: Iterable[UUID]) -> dict[UUID, standing.Standing]:
    """Give the rows of rights (four queries)."""
    wanted = list(rights)
    if not wanted:
        return {}
    found: dict[UUID, dict[str, list[Any]]] = {
        pk: {"holdings": [], "licences": [], "pledges": [], "contributions": []} for pk in wanted
    }
    for row in Holding.objects.filter(right__in=wanted).order_by("since", "pk"):
        own = {"share": row.share, "until": row.until}
        found[row.right_id]["holdings"].append(standing.Holding(**_common(row), **own))
    for lent in Licence.objects.filter(right__in=wanted).order_by("since", "pk"):
        own = {"kind": lent.kind, "places": tuple(lent.places), "until": lent.until}
        found[lent.right_id]["licences"].append(standing.Licence(**_common(lent), **own))
    for pledge in Pledge.objects.filter(right__in=wanted).order_by("since", "pk"):
        found[pledge.right_id]["pledges"].append(standing.Pledge(**_common(pledge), until=pledge.until))
    for each in Brought.objects.filter(right__in=wanted).order_by("since", "pk"):
        shares = {"share": told.Fraction(each.top, each.bottom)}
        equity = told.Fraction(each.equity_top, each.equity_bottom)
        found[each.right_id]["contributions"].append(standing.Contribution(**_common(each), **shares, equity=equity))
    return {pk: standing.Standing(**{name: tuple(each) for name, each in rows.items()}) for pk, rows in found.items()}


def _common(row: Any) -> dict[str, Any]:  # noqa: ANN401 - any row of the register
    party = standing.Party(name=row.name, code=row.code, body=row.body_id, person=row.person)
    return {"id": row.pk, "party": party, "since": row.since}


# --- writing


def project(done: Sequence[Done[Any]]) -> None:
    """Write achievements with all that hangs on them, then the counts of the public register."""
    puts = [entry.decision.rows for entry in done if isinstance(entry.decision.rows, Put)]
    known = list(Achievement.objects.filter(pk__in=[put.case for put in puts if not put.new]))
    before = tallying.counts(known)
    held = {row.pk: tallying.grams(row.name) if row.public else set() for row in known}
    new = [_new(put) for put in puts if put.new]
    Achievement.objects.bulk_create(new)
    rows = {row.pk: row for row in (*known, *new)}
    for put in puts:
        _change(rows[put.case], put)
    update_rows(known, [each.attname for each in Achievement._meta.concrete_fields if not each.primary_key])  # noqa: SLF001 - Django's documented model API
    _parts(puts)
    _dealt(puts)
    for put in puts:
        if put.completer is not None:
            pk, values = put.completer
            Completer.objects.filter(pk=pk).update(**values)
        for file in StoredFile.objects.filter(pk__in=put.files) if put.files else ():
            keeping.attach(file, put.case)
    after = tallying.counts(rows.values())
    changes: Counter[tuple[str, str]] = Counter(after)
    changes.subtract(before)
    tallying.add(changes)
    tallying.index(held, rows.values())


def _new(put: Put) -> Achievement:
    row = Achievement(case_id=put.case)
    _change(row, put)
    return row


def _change(row: Achievement, put: Put) -> None:
    for name, value in put.columns.items():
        setattr(row, name, value)
    if put.values is not None:
        _tell(row, put.values)
    if put.warnings is not None:
        row.warnings = [each.plain() for each in put.warnings]
    if put.files:
        row.files = [str(pk) for pk in put.files]
    row.city = row.place[:4]
    row.public = row.state in PUBLIC and row.published_on is not None


def _tell(row: Achievement, values: Values) -> None:
    for name in PLAIN:
        setattr(row, name, getattr(values, name))
    row.name = values.name.strip()
    row.name_key, row.text_key = key_of(values.name), key_of(values.abstract)
    row.field, row.ipc_class = values.discipline[:3], values.ipc[:4]
    contact = values.contact
    row.contact_name, row.contact_phone, row.contact_email = contact.name, contact.phone, contact.email


def _parts(puts: Sequence[Put]) -> None:
    told_anew = [put for put in puts if put.values is not None]
    if not told_anew:
        return
    old = [put.case for put in told_anew if not put.new]
    agreed = {
        (row.achievement_id, row.place_in_order, row.name, row.share, row.person_id): row
        for row in Completer.objects.filter(achievement__in=old, agreed__isnull=False)
    }
    for model in (IpRight, Completer, TrlEvidence) if old else ():
        model.objects.filter(achievement__in=old).delete()
    IpRight.objects.bulk_create(
        [
            IpRight(achievement_id=put.case, order=at, **{name: getattr(ip, name) for name in IP})
            for put in told_anew
            for at, ip in enumerate(put.values.ips if put.values else (), 1)
        ],
        batch_size=500,
    )
    completers = [
        _completer(put.case, each, agreed) for put in told_anew for each in put.values.completers if put.values
    ]  # type: ignore[union-attr]  # only those with values are here
    Completer.objects.bulk_create(completers, batch_size=500)
    TrlEvidence.objects.bulk_create(
        [
            TrlEvidence(achievement_id=put.case, level=each.level, on=each.on, text=each.text, assessor=each.assessor)
            for put in told_anew
            for each in (put.values.evidence if put.values else ())
        ],
        batch_size=500,
    )


def _completer(case: UUID, each: told.Completer, agreed: Mapping[Any, Completer]) -> Completer:
    """What a completer said stands only as long as rank, share and name are the ones that were agreed to."""
    said = agreed.get((case, each.rank, each.name, each.share, each.person))
    row = Completer(
        id=each.id,
        achievement_id=case,
        place_in_order=each.rank,
        name=each.name.strip(),
        unit=each.unit.strip(),
        top=each.share.numerator,
        bottom=each.share.denominator,
        person_id=each.person,
    )
    if said is not None:
        row.agreed, row.said_on, row.said = said.agreed, said.said_on, said.said
    return row


def _dealt(puts: Sequence[Put]) -> None:
    Deal.objects.bulk_create([Deal(achievement_id=put.case, **put.deal) for put in puts if put.deal is not None])
    for put in puts:
        if put.close is not None:
            values = dict(put.close)
            Deal.objects.filter(pk=values.pop("id")).update(**values)


def ended(cases: Sequence[UUID]) -> None:
    """A case that was taken back, or never corrected, is off the register (a standard move did it)."""
    for pk, state in Case.objects.filter(pk__in=cases).values_list("pk", "state"):
        Achievement.objects.filter(pk=pk).update(state=state)
