"""Bad input of an achievement, each with its own refusal or warning; licences and shares by properties."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.casework.decision import CaseView, Scene
from kechuang.kernel.shares import WHOLE, total
from kechuang.mechanisms.market.result.rules import asking, checking, entering, standing
from kechuang.mechanisms.market.result.rules import values as told
from kechuang.mechanisms.market.result.rules.asking import Decide, EntrySeen, Register, RightSeen, Terms
from kechuang.mechanisms.market.result.rules.requests import Loaded, Same
from kechuang.mechanisms.market.result.rules.standing import Holding, Licence, Party, Standing
from kechuang.mechanisms.market.result.rules.values import Completer, Evidence, Ip, Values, key_of
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.resolve import Law

ON, PLACE = date(2026, 3, 2), "330106"
UNIT = (uuid4(), "某大学", "12330000470012348X")


def ip(**more):
    given_ = {"kind": "patent", "number": "202110123456.7", "patentee": "某大学", "fee_until": date(2027, 1, 1)}
    return Ip(**{**given_, **more})


def completer(rank, share, name=""):
    return Completer(id=uuid4(), rank=rank, share=share, name=name or f"完成人{rank}")


def record(**more):
    given_ = {
        "name": "隔膜涂覆工艺",
        "abstract": "水性陶瓷涂覆。",
        "kind": "patent",
        "discipline": "430",
        "trl": 3,
        "mode": "transfer",
        "ips": (ip(),),
        "completers": (completer(1, Fraction(1)),),
        "evidence": (Evidence(level=2, text="方案"),),
    }
    return Values(**{**given_, **more})


def scene(**rows):
    return Scene(on=ON, law=Law(rulebook.current()), cases={}, balances={}, rows=Loaded(**rows))


def fault(values, **rows):
    found = checking.faults(scene(**rows), values, uuid4(), PLACE, UNIT)
    return found.code if found else None


def warned(values, **rows):
    return [each.code for each in checking.warnings(scene(**rows), values, uuid4(), PLACE, UNIT)]


def other(state="REGISTERED", unit=UNIT[0], name="另一名称"):
    return Same(uuid4(), "CG000009", name, unit, state)


def test_a_sound_record_has_neither_fault_nor_warning():
    assert (fault(record()), warned(record())) == (None, [])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": " "}, "result.no_name"),
        ({"abstract": ""}, "result.no_abstract"),
        ({"security": "state"}, "result.state_secret"),
        ({"kind": "song"}, "result.not_in_list"),
        ({"discipline": "999"}, "identify.discipline.unknown"),
        ({"ipc": "Z99"}, "identify.ipc.section"),
        ({"trl": 14}, "identify.readiness.level"),
        ({"trl": 9}, "result.no_product"),
        ({"evidence": (Evidence(level=5, text="x"),)}, "result.evidence_above_level"),
        ({"completers": ()}, "result.no_completers"),
        ({"completers": (completer(1, Fraction(1, 2)), completer(2, Fraction(49, 100)))}, "result.shares_not_whole"),
        ({"completers": (completer(1, Fraction(1, 2)), completer(1, Fraction(1, 2), "乙"))}, "result.ranks_wrong"),
        (
            {"completers": (completer(1, Fraction(1, 2), "甲"), completer(2, Fraction(1, 2), "甲"))},
            "result.completer_twice",
        ),
        ({"price": Decimal(-1)}, "result.price_negative"),
        ({"valid_until": ON - timedelta(days=1)}, "result.validity_over"),
        ({"funding": "fiscal"}, "result.no_project"),
        ({"ethics": "approved"}, "result.no_ethics_number"),
        ({"ips": ()}, "result.no_number"),
        ({"ips": (ip(number="202110123456.1"),)}, "identify.patent.check"),
        ({"ips": (ip(state="lapsed"),)}, "result.right_dead"),
        ({"ips": (ip(fee_until=ON - timedelta(days=1)),)}, "result.fee_unpaid"),
        ({"ips": (ip(patentee="某企业"),)}, "result.not_the_patentee"),
        ({"ips": (ip(), ip())}, "result.number_twice"),
        ({"ips": (ip(granted_on=ON + timedelta(days=1)),)}, "result.granted_later"),
        ({"mode": "licence", "ips": (ip(exclusive=True),)}, "result.licensed_already"),
    ],
)
def test_each_fault_has_its_own_refusal(change, code):
    assert fault(record(**change)) == code


def test_a_right_an_abstract_or_a_name_stands_in_the_register_once():
    number, text, name = "202110123456.7", key_of("水性陶瓷涂覆。"), key_of("隔膜涂覆工艺")

    assert fault(record(), by_number={number: [other()]}) == "result.number_known"
    assert fault(record(), by_text={text: [other()]}) == "result.two_names"
    assert fault(record(), by_name={name: [other(name="隔膜涂覆工艺")]}) == "result.name_known"
    assert fault(record(), by_name={name: [other(unit=uuid4())]}) is None
    assert fault(record(), by_number={number: [other("TRANSFERRED")]}) is None


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"trl": 6}, ["result.warn.jump"]),
        ({"trl": 6, "evidence": (Evidence(level=2, text="x"), Evidence(level=4, text="y"))}, []),
        ({"evidence": ()}, ["result.warn.jump"]),
        ({"ips": (ip(pledged=True),)}, ["result.warn.pledged"]),
        ({"ips": (ip(exclusive=True),)}, ["result.warn.exclusive"]),
        ({"ips": (ip(fee_until=None),)}, ["result.warn.fee_unknown"]),
        ({"ips": (ip(fee_until=ON + timedelta(days=9)),)}, ["result.warn.fee_soon"]),
        ({"ips": (ip(patentee="某企业"),), "ground": "委托协议"}, ["result.warn.not_the_patentee"]),
        ({"ips": (ip(patentee=""),)}, ["result.warn.patentee_unknown"]),
        ({"price": Decimal(8_000_000_000)}, ["result.warn.large_price"]),
        ({"export": "restricted"}, ["result.warn.export"]),
        ({"ethics": "pending"}, ["result.warn.ethics"]),
    ],
)
def test_each_doubt_has_its_own_warning(change, codes):
    assert warned(record(**change)) == codes


def test_a_name_close_to_another_of_the_unit_is_warned_of():
    near = other(name="锂电池隔膜的涂覆工艺")

    assert warned(record(name="锂电池隔膜涂覆工艺"), by_name={"x": [near]}) == ["result.warn.alike"]
    assert warned(record(name="深海传感器"), by_name={"x": [near]}) == []


def test_the_kinds_and_modes_are_those_of_the_statute():
    law = Law(rulebook.current())
    kinds = law.ask("transfer.achievement_kinds", place=PLACE, on=ON).value
    modes = law.ask("transfer.modes", place=PLACE, on=ON).value

    assert tuple(row["code"] for row in kinds.rows) == told.KINDS
    assert tuple(row["code"] for row in modes.rows) == told.MODES


# --- licences and shares

DAYS = st.integers(0, 40).map(lambda n: ON + timedelta(days=n))
PLACES = st.lists(st.sampled_from(["330000", "330100", "330106", "310000", "000000"]), max_size=2).map(tuple)
SPANS = st.tuples(DAYS, st.none() | st.integers(1, 30)).map(
    lambda pair: (pair[0], None if pair[1] is None else pair[0] + timedelta(days=pair[1]))
)
ASKED = st.lists(st.tuples(st.sampled_from(standing.LICENCES), SPANS, PLACES), max_size=12)
FIRM = Party(name="甲", code="X")


@given(ASKED)
def test_whatever_is_asked_no_exclusive_licence_ever_meets_another(wanted):
    given_ = []
    for kind, (since, until), places in wanted:
        if standing.conflict(given_, kind, since, until, places) is None:
            given_.append(Licence(id=uuid4(), kind=kind, party=FIRM, since=since, until=until, places=places))

    for at, one in enumerate(given_):
        for two in given_[:at]:
            if "ordinary" == one.kind == two.kind:
                continue
            assert not two.meets(one.since, one.until, one.places)


def case_view(identifier: UUID, kind: str, state: str) -> CaseView:
    return CaseView(
        id=identifier,
        kind=kind,
        authority="330100",
        state=state,
        place=PLACE,
        holder=None,
        counterpart=None,
        office=None,
        amount=None,
        opened_on=ON,
        due_on=None,
    )


MOVES = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(1, 9), st.integers(1, 9)), max_size=10)


@given(MOVES)
def test_shares_add_up_on_every_day_whatever_is_transferred(moves):
    parties = [Party(name=str(n), code=f"C{n}") for n in range(4)]
    held = Standing(holdings=(Holding(id=uuid4(), party=parties[0], share=WHOLE, since=ON),))
    for day, (giver, taker, top, bottom) in enumerate(moves, 1):
        held = _transferred(held, parties[giver], parties[taker], Fraction(min(top, bottom), bottom), day)

    for day in range(len(moves) + 2):
        assert total(each.share for each in held.on(ON + timedelta(days=day)).holdings) == WHOLE


def _transferred(held, giver, taker, share, day):
    """Apply one transfer as the register would; one that is refused changes nothing."""
    on, entry, right = ON + timedelta(days=day), uuid4(), uuid4()
    terms = Terms(since=on, giver=giver.ref, taker=taker, share=share, ground="C", consent="x")
    seen = RightSeen(place=PLACE, name="", number="", standing=held)
    rows = Register(
        rights={right: seen}, entries={entry: EntrySeen(entry=asking.TRANSFER, terms=terms, right=right, result=None)}
    )
    cases = {entry: case_view(entry, "market.entry", "APPLIED"), right: case_view(right, "market.right", "ACTIVE")}
    decided = entering.enter(
        Scene(on=on, law=Law(rulebook.current()), cases=cases, balances={}, rows=rows),
        Decide(case=entry, move="enter", right=right, row=uuid4(), parts=(uuid4(), uuid4())),
    )
    if not hasattr(decided, "rows"):
        return held
    ended = {pk for _table, pk, _day in decided.rows.ends}
    kept = tuple(replace(each, until=on) if each.id in ended else each for each in held.holdings)
    new = tuple(
        Holding(id=row["id"], party=row["party"], share=row["share"], since=row["since"])
        for _table, row in decided.rows.adds
    )
    return Standing(holdings=(*kept, *new))
