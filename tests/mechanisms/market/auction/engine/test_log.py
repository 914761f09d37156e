"""The log as text: documented, canonical, strict; errors name the line."""

import json
import re
from dataclasses import replace
from datetime import timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest

from kechuang.mechanisms.market.auction.engine import events
from kechuang.mechanisms.market.auction.engine.folding import LogError
from kechuang.mechanisms.market.auction.engine.log import SHAPES, read_line, write_line
from kechuang.mechanisms.market.auction.engine.rules import Criterion, Reserve
from kechuang.mechanisms.market.auction.engine.rules_check import check
from kechuang.mechanisms.market.auction.engine.sale import replay, totals
from kechuang.mechanisms.market.auction.engine.speaking import SENTENCES, sentence
from kechuang.mechanisms.market.auction.engine.versions import Versions
from tests.mechanisms.market.auction.engine.lots import ASCENDING, DUTCH, HAMMER, SEALED, at, running

ROOT = Path(__file__).parents[5]
PAGE = (ROOT / "docs" / "auction-log.md").read_text(encoding="utf-8")
EXAMPLES = dict(zip(re.findall(r"### (\w+)", PAGE), re.findall(r"```json\n(.+)\n```", PAGE), strict=True))
WHOLE = re.findall(r"```jsonl\n(.+?\n)```", PAGE, re.DOTALL)[0].encode().splitlines(keepends=True)
BID = '{"amount":"100000.00","at":"2026-03-18T04:01:00.000000Z","channel":"online","lot":"L1","paddle":"P01","seq":7,"type":"bid"}'


def test_every_event_is_documented_with_its_fields_and_an_example():
    assert sorted(EXAMPLES) == sorted(SHAPES)
    for name, line in EXAMPLES.items():
        entry = read_line(line.encode())
        assert write_line(*entry) == line
        assert sorted(json.loads(line)) == sorted(
            ["type", "lot", "seq", "at", *(field for field, _ in SHAPES[name][1])]
        )


def test_the_documented_sale_replays():
    sale = replay(WHOLE)

    (lot,) = sale.lots
    assert (lot.phase, lot.outcome.paddle, lot.outcome.price, lot.held) == ("settled", "P02", 101000, 0)
    assert lot.outcome.ended_at == at(3800)


@pytest.mark.parametrize("form", [ASCENDING, DUTCH, HAMMER, SEALED])
def test_rules_are_read_as_written(form):
    weighted = Criterion(Decimal("0.40"), Decimal("0.6"), "start_linear")
    for rules in (form, replace(form, criterion=weighted, starts_at=at(5), barred=("a", "二"))):
        line = write_line("L1", events.Announced(1, at(), rules))

        assert read_line(line.encode()).event.rules == rules
        assert write_line(*read_line(line.encode())) == line


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (('"100000.00"', '"100000.0"'), "auction.log_amount"),
        (('"100000.00"', "100000.00"), "auction.log_amount"),
        (('"100000.00"', '"-1.00"'), "auction.log_amount"),
        (('"100000.00"', '"01.00"'), "auction.log_amount"),
        (('"100000.00"', '"１.00"'), "auction.log_amount"),
        ((".000000Z", "Z"), "auction.log_moment"),
        (("2026-03-18", "2026-02-30"), "auction.log_moment"),
        (("000000Z", "00000+8"), "auction.log_moment"),
        (('"seq":7', '"seq":-7'), "auction.log_wrong_kind"),
        (('"seq":7', '"seq":7.0'), "auction.log_wrong_kind"),
        (('"seq":7', '"seq":true'), "auction.log_wrong_kind"),
        (('"seq":7', '"seq":7,"seq":8'), "auction.log_key_twice"),
        (('"seq":7,', ""), "auction.log_field_missing"),
        (('"seq":7', '"seq":7,"seen":1'), "auction.log_fields"),
        (('"bid"', '"bet"'), "auction.log_unknown_type"),
        (('"bid"', "[]"), "auction.log_unknown_type"),
        (('"type":"bid"}', '"type":"bid"'), "auction.log_not_json"),
        (('{"amount', '[{"amount'), "auction.log_not_json"),
        (('"P01"', "1"), "auction.log_wrong_kind"),
    ],
)
def test_a_line_that_is_not_as_documented_is_refused(change, code):
    with pytest.raises(LogError) as caught:
        read_line(BID.replace(*change).encode(), 12)

    assert (caught.value.refusal.code, caught.value.line) == (code, 12)
    assert sentence(caught.value.refusal) != code


def test_a_moment_of_another_zone_is_written_in_utc():
    there = at().astimezone(timezone(timedelta(hours=8)))

    assert json.loads(write_line("L1", events.Resumed(1, there)))["at"] == "2026-03-18T04:00:00.000000Z"


def test_both_ways_to_read_a_bid_agree():
    spaced = json.dumps(json.loads(BID), indent=None)

    assert spaced != BID
    assert read_line(spaced.encode()) == read_line(BID.encode())


@pytest.mark.parametrize(
    ("line", "change", "code"),
    [
        (1, (b'"start":"100000.00"', b'"start":"100000.005"'), "auction.log_amount"),
        (1, (b'"duration_seconds":3600', b'"duration_seconds":0'), "auction.bad_rules"),
        (1, (b'"lot":"L1","rules"', b'"lot":"L2","rules"'), "auction.other_rules"),
        (7, (b'"amount":"100000.00"', b'"amount":"99000.00"'), "auction.below_start"),
        (7, (b'"seq":7', b'"seq":8'), "auction.log_gap"),
        (8, (b"2026-03-18T04:58:20", b"2026-03-18T04:00:20"), "auction.log_backwards"),
        (9, (b'"ended_at":"2026-03-18T05:03:20', b'"ended_at":"2026-03-18T05:03:21'), "auction.not_by_rule"),
        (10, (b"P02", b"P01"), "auction.not_by_rule"),
        (10, (b"101000.00", b"100000.00"), "auction.not_by_rule"),
    ],
)
def test_a_forged_line_is_named(line, change, code):
    lines = list(WHOLE)
    lines[line - 1] = lines[line - 1].replace(*change)
    assert lines != WHOLE

    with pytest.raises(LogError) as caught:
        replay(lines)

    assert (caught.value.line, caught.value.refusal.code) == (line, code)


@pytest.mark.parametrize(("extra", "code"), [(b"\n", "auction.log_empty_line"), (b"\xff\n", "auction.log_not_utf8")])
def test_a_torn_end_is_named(extra, code):
    with pytest.raises(LogError) as caught:
        replay([*WHOLE, extra])

    assert (caught.value.line, caught.value.refusal.code) == (len(WHOLE) + 1, code)


def test_many_lots_in_one_log_count_by_themselves():
    sold, unsold = running(ASCENDING, "A"), running(replace(HAMMER, lot="L2"), "A")
    sold.bid(1, "A", "137000")
    sold.tick(5000)
    lines = [write_line("L1", event).encode() for event in sold.log]
    lines += [write_line("L2", event).encode() for event in unsold.log]
    mixed = lines[::2] + lines[1::2]
    mixed.sort(key=lambda line: json.loads(line)["seq"])

    sale = replay(mixed)

    assert {lot.rules.lot: lot for lot in sale.lots} == {"L1": sold.state, "L2": unsold.state}
    assert totals(sale.lots) == (2, 1, 200000, 100000, 137000, Decimal("0.3700"))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"start": Decimal(-1)}, "start"),
        ({"start": Decimal("0.001")}, "start"),
        ({"start": Decimal("NaN")}, "start"),
        ({"deposit": Decimal("Infinity")}, "deposit"),
        ({"steps": ()}, "steps"),
        ({"steps": ASCENDING.steps * 2}, "steps"),
        ({"reserve": Reserve("open", Decimal("99999.99"))}, "reserve"),
        ({"reserve": Reserve("secret")}, "reserve"),
        ({"form": "sealed"}, "soft_close"),
        ({"form": "dutch"}, "soft_close"),
        ({"priority": "after"}, "priority_seconds"),
        ({"min_bidders": 0}, "min_bidders"),
        ({"criterion": Criterion(Decimal("0.5"), Decimal("0.5"), "start_linear")}, "criterion"),
        ({"form": "reverse", "criterion": Criterion(Decimal("0.5"), Decimal("0.6"), "start_linear")}, "criterion"),
        ({"form": "reverse", "criterion": Criterion(Decimal(1), Decimal(0), "lowest_over_own")}, "criterion"),
    ],
)
def test_rules_that_contradict_themselves_are_not_announced(change, field):
    assert check(replace(ASCENDING, **change)).place == field


def test_every_refusal_has_a_sentence_with_values_in_both_languages():
    sources = "".join(
        path.read_text()
        for path in (ROOT / "kechuang/mechanisms/market/auction/engine").glob("*.py")
        if "words_of" not in path.name
    )
    used = set(re.findall(r'"(auction\.[a-z_0-9]+)"', sources))

    assert set(SENTENCES) == used
    for chinese, english in SENTENCES.values():
        assert set(re.findall(r"{\w+}", chinese)) == set(re.findall(r"{\w+}", english))


def test_an_old_version_of_a_map_stays_as_it_was():
    first = Versions().put("a", 1)
    second = first.put("b", 2).put("a", 3)
    fork = first.put("c", 4)

    assert [dict(each) for each in (first, second, fork)] == [{"a": 1}, {"a": 3, "b": 2}, {"a": 1, "c": 4}]
    assert (first.find("b"), second.find("b"), first.find("a")) == (None, 2, 1)
