"""Writes what decisions say into the tables of notices, and loads what decisions see: a few statements a batch."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from kechuang.casework.files import keeping
from kechuang.casework.files.models import StoredFile
from kechuang.casework.registry import Done
from kechuang.kernel.days import load_calendars
from kechuang.mechanisms.market.notice.models import (
    NoticeAchievement,
    NoticeBuyer,
    NoticeRound,
    NoticeSnapshot,
    PriceNotice,
)
from kechuang.mechanisms.market.notice.rules.price import price_of
from kechuang.mechanisms.market.notice.rules.requests import (
    Achievement,
    Buyer,
    Change,
    Loaded,
    Open,
    Put,
    Seen,
    Terms,
)
from kechuang.resources.organisations import queries as organisations

TABLES: Mapping[str, Any] = {
    "achievement": NoticeAchievement,
    "buyer": NoticeBuyer,
    "round": NoticeRound,
    "snapshot": NoticeSnapshot,
}
# In these states a notice holds its achievements against another exclusive deal.
HOLDS = ("NOTICE_RUNNING", "NOTICE_PASSED", "NOTICE_RESTART", "SIGNED", "REGISTERED")


def load_new(requests: Sequence[Open]) -> Loaded:
    """Give what decisions about new terms see (three queries)."""
    return Loaded(
        calendars=load_calendars(),
        relations=relations((each.seller, each.terms.buyers) for each in requests),
        busy=busy({a.ip_number.strip() for each in requests for a in each.terms.achievements}),
    )


def load(requests: Sequence[Any]) -> Loaded:
    """Give the notices of a batch as decisions see them (five queries, two more for relations)."""
    notices = seen({each.notice for each in requests})
    sellers = dict(PriceNotice.objects.filter(pk__in=notices).values_list("pk", "case__holder_id"))
    pairs = [(sellers[pk], row.terms.buyers) for pk, row in notices.items()]
    pairs += [(sellers.get(each.notice), each.terms.buyers) for each in requests if isinstance(each, Change)]
    numbers = {a.ip_number.strip() for row in notices.values() for a in row.terms.achievements}
    numbers |= {a.ip_number.strip() for each in requests if isinstance(each, Change) for a in each.terms.achievements}
    return Loaded(calendars=load_calendars(), notices=notices, relations=relations(pairs), busy=busy(numbers))


def relations(pairs: Iterable[tuple[UUID | None, tuple[Buyer, ...]]]) -> dict[tuple[UUID, UUID], str]:
    """Give how the register knows sellers and buyers to be related (two queries)."""
    return organisations.relations(
        (seller, each.body) for seller, buyers in pairs if seller for each in buyers if each.body
    )


def busy(numbers: Iterable[str]) -> dict[str, tuple[UUID, str]]:
    """Give the notices that hold an achievement already, by its number (one query)."""
    wanted = {each for each in numbers if each}
    if not wanted:
        return {}
    rows = NoticeAchievement.objects.filter(ip_number__in=wanted, notice__case__state__in=HOLDS)
    rows = rows.exclude(notice__mode="licence_ordinary")
    return {
        number: (notice, official)
        for number, notice, official in rows.values_list("ip_number", "notice_id", "notice__case__number")
    }


def seen(wanted: Iterable[UUID]) -> dict[UUID, Seen]:
    """Give notices as decisions see them (four queries)."""
    rows = {row.pk: row for row in PriceNotice.objects.select_related("case").filter(pk__in=list(wanted))}
    sold: dict[UUID, list[Achievement]] = {}
    for each in NoticeAchievement.objects.filter(notice__in=rows).order_by("notice", "order"):
        found = Achievement(title=each.title, ip_number=each.ip_number, ref=each.ref)
        sold.setdefault(each.notice_id, []).append(found)
    bought: dict[UUID, list[Buyer]] = {}
    for row in NoticeBuyer.objects.filter(notice__in=rows).order_by("notice", "order"):
        buyer = Buyer(name=row.name, code=row.code, body=row.body_id, relation=row.relation)
        bought.setdefault(row.notice_id, []).append(buyer)
    snapped: dict[tuple[UUID, int], set[date]] = {}
    for notice, number, on in NoticeSnapshot.objects.filter(notice__in=rows).values_list("notice_id", "round", "on"):
        snapped.setdefault((notice, number), set()).add(on)
    return {
        pk: Seen(
            terms=Terms(
                title=row.case.title,
                summary=row.summary,
                mode=row.mode,
                achievements=tuple(sold.get(pk, ())),
                buyers=tuple(bought.get(pk, ())),
                price=price_of(row.price),
            ),
            round=row.round,
            start=row.start,
            end=row.end,
            places=tuple(row.places),
            snapped=frozenset(snapped.get((pk, row.round), ())),
        )
        for pk, row in rows.items()
    }


def project(done: Sequence[Done[Any]]) -> None:
    """Write notices and what hangs on them."""
    for entry in done:
        put: Put = entry.decision.rows  # type: ignore[assignment]  # every decision of a notice carries a Put
        if put.new:
            PriceNotice.objects.create(case_id=put.case, **put.values)
        elif put.values:
            PriceNotice.objects.filter(pk=put.case).update(**put.values)
        for table in put.empties:
            TABLES[table].objects.filter(notice=put.case).delete()
        for name, values in put.adds:
            if name == "ended":
                rows = NoticeRound.objects.filter(notice=put.case, round=values["round"], ended="")
                rows.update(ended=values["ended"])
            else:
                TABLES[name].objects.create(notice_id=put.case, **values)
        papers = getattr(entry.request, "files", ())
        for file in StoredFile.objects.filter(pk__in=[paper.id for paper in papers]) if papers else ():
            keeping.attach(file, put.case)
