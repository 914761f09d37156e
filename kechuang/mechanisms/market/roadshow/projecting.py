"""Writes what decisions say into the tables of events, and loads what decisions see: a few statements a batch."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q

from kechuang.casework.models import Case
from kechuang.casework.registry import Done
from kechuang.mechanisms.market.auction.models import Lot
from kechuang.mechanisms.market.contract.models import TechContract
from kechuang.mechanisms.market.demand import queries as demands
from kechuang.mechanisms.market.result import queries as results
from kechuang.mechanisms.market.roadshow import wording
from kechuang.mechanisms.market.roadshow.models import Event, EventItem, EventSignup, Meeting
from kechuang.mechanisms.market.roadshow.rules import requests as asked

TABLES: Mapping[str, Any] = {"item": EventItem, "signup": EventSignup, "meeting": Meeting}
LINKS = ("market.result", "market.demand", "market.contract", "market.lot", "market.listing")


def load_new(_requests: Sequence[asked.Plan]) -> asked.Loaded:
    """A new event asks nothing of the tables."""
    return asked.Loaded()


def load(requests: Sequence[Any]) -> asked.Loaded:
    """Give events as decisions see them, the things they name, the cases to which outcomes lead (eight queries)."""
    wanted = {each.event for each in requests}
    refs = {each.ref for each in requests if isinstance(each, asked.Show | asked.Unshow)}
    refs |= {each.item for each in requests if isinstance(each, asked.Meet) and each.item}
    links = {each.link for each in requests if isinstance(each, asked.Outcome) and each.link}
    kinds: dict[UUID, str] = dict(Case.objects.filter(pk__in=links).values_list("pk", "kind")) if links else {}
    kinds |= dict(Case.objects.filter(pk__in=wanted).values_list("pk", "title"))
    return asked.Loaded(events=seen(wanted), items=items(refs) if refs else {}, links=kinds)


def seen(wanted: Collection[UUID]) -> dict[UUID, asked.Seen]:
    """Give events as decisions see them (four queries)."""
    shown: dict[UUID, set[UUID]] = {}
    for event, ref in EventItem.objects.filter(event__in=wanted).values_list("event_id", "ref_id"):
        shown.setdefault(event, set()).add(ref)
    signups: dict[UUID, list[asked.Signup]] = {}
    for each in EventSignup.objects.filter(event__in=wanted).order_by("event", "pk"):
        one = asked.Signup(id=each.pk, body=each.body_id, persons=each.persons, waiting=each.waiting)
        signups.setdefault(each.event_id, []).append(one)
    meetings: dict[UUID, set[UUID]] = {}
    for pk, event in Meeting.objects.filter(event__in=wanted).values_list("pk", "event_id"):
        meetings.setdefault(event, set()).add(pk)
    return {
        row.pk: asked.Seen(
            kind=row.kind,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            venue=row.venue,
            capacity=row.capacity,
            signup_until=row.signup_until,
            origin=row.origin,
            revision=row.revision,
            items=frozenset(shown.get(row.pk, ())),
            signups=tuple(signups.get(row.pk, ())),
            meetings=frozenset(meetings.get(row.pk, ())),
        )
        for row in Event.objects.filter(pk__in=wanted)
    }


def items(wanted: Collection[UUID]) -> dict[UUID, asked.Item]:
    """Give what may be shown: whether everybody may read it is what its own register says."""
    cases = list(Case.objects.filter(pk__in=wanted, kind__in=asked.ITEMS))
    keys = [case.pk for case in cases]
    open_to_all = set(results.public().filter(pk__in=keys).values_list("pk", flat=True))
    open_to_all |= set(demands.public().filter(pk__in=keys).values_list("pk", flat=True))
    open_to_all |= set(Lot.objects.filter(pk__in=keys).exclude(rules={}).values_list("pk", flat=True))
    listings = wording.listings()
    if listings is not None:
        open_to_all |= set(listings.public().filter(pk__in=keys).values_list("pk", flat=True))
    return {
        case.pk: asked.Item(
            case=case.pk, kind=case.kind, number=case.number, title=case.title, public=case.pk in open_to_all
        )
        for case in cases
    }


def find(number: str, kinds: Sequence[str]) -> Case | None:
    """Give the record of some kinds with a number; None where there is none, or more than one."""
    text = number.strip()
    if not text:
        return None
    registered = TechContract.objects.filter(number=text).values("case_id")
    lots = Lot.objects.filter(code=text).values("case_id")
    found = Case.objects.filter(Q(number=text) | Q(pk__in=registered) | Q(pk__in=lots), kind__in=kinds)[:2]
    rows = list(found)
    return rows[0] if len(rows) == 1 else None


def project(done: Sequence[Done[Any]]) -> None:
    """Write events and what hangs on them."""
    puts: list[asked.Put] = [entry.decision.rows for entry in done]  # type: ignore[misc]  # every decision carries a Put
    Event.objects.bulk_create([Event(case_id=put.case, **put.values) for put in puts if put.new])
    for put in puts:
        if put.values and not put.new:
            Event.objects.filter(pk=put.case).update(**put.values)
        for table, key in put.removes:
            column = {"ref": key} if table == "item" else {"pk": key}
            TABLES[table].objects.filter(event=put.case, **column).delete()
        for table, key, values in put.sets:
            TABLES[table].objects.filter(event=put.case, pk=key).update(**values)
    for name, model in TABLES.items():
        model.objects.bulk_create(
            [model(event_id=put.case, **values) for put in puts for table, values in put.adds if table == name]
        )
