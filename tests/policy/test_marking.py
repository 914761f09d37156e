"""The published text on the page: every character of it, once, with every finding in its exact place."""

import json
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.policy import finding, layout, marking
from kechuang.policy.finding import KINDS
from kechuang.policy.layout import Layout
from kechuang.policy.marking import Mark
from tests.policy.plans import TEXT, reading


def shown(text, read, kinds=KINDS):
    marks = marking.marks_of(read, kinds)
    return marks, marking.blocks(text, read.layout, read.clauses, marks)


def pieces(blocks):
    return [piece for block in blocks for run in block.runs for piece in run.pieces]


def under(blocks):
    """Give for each mark the text that stands under it."""
    found = defaultdict(str)
    for piece in pieces(blocks):
        for mark in piece.marks:
            found[mark] += piece.text
    return dict(found)


def test_the_pieces_together_are_the_text():
    _marks, blocks = shown(TEXT, reading())

    assert "".join(piece.text for piece in pieces(blocks)) == TEXT


def test_every_mark_lies_exactly_on_the_readers_span():
    read = reading()
    spans = {each.code: TEXT[each.start : each.end] for kind in KINDS for each in read.of(kind)}

    _marks, blocks = shown(TEXT, read)

    assert {mark.code: text for mark, text in under(blocks).items()} == spans


def test_every_mark_has_one_anchor():
    marks, blocks = shown(TEXT, reading())

    assert [mark for piece in pieces(blocks) for mark in piece.begins] == marks


def test_headings_stand_in_runs_of_their_own():
    read = reading()

    _marks, blocks = shown(TEXT, read)

    heads = [(run.clause.path, "".join(p.text for p in run.pieces)) for b in blocks for run in b.runs if run.clause]
    assert heads == [(clause.path, TEXT[clause.start : clause.end]) for clause in read.clauses]


def test_a_stretch_begins_and_ends_where_it_should():
    read = reading()
    clause = next(each for each in read.clauses if each.path == "二(一)")

    assert marking.plain(TEXT, read.layout, clause.start, clause.body_end).startswith("（一）建设共享平台。建设云岭")


SPANS = st.tuples(st.integers(0, 40), st.integers(0, 40)).filter(lambda pair: pair[0] < pair[1])
LINES = st.text("山区县科技创新平台，。\n <p>20家", min_size=40, max_size=40)


@settings(max_examples=60)
@given(LINES, st.lists(SPANS, max_size=6), st.sets(st.integers(0, 39), max_size=5))
def test_marks_that_nest_and_cross_keep_text_and_places(text, spans, breaks):
    marks = sorted(
        (Mark("target", f"T{at}", start, end) for at, (start, end) in enumerate(spans)), key=lambda m: (m.start, -m.end)
    )
    plain = Layout(tuple(sorted({0, *breaks})), (), ())

    blocks = marking.blocks(text, plain, (), marks)

    assert "".join(piece.text for piece in pieces(blocks)) == text
    assert under(blocks) == {mark: text[mark.start : mark.end] for mark in marks}


@settings(max_examples=60)
@given(LINES)
def test_what_is_not_displayed_is_only_breaks_and_tags(text):
    found = layout.lay_out(text)

    hidden = [text[start:end] for start, end in found.soft]
    assert all(not layout._TAG.sub("", each).strip() for each in hidden)


def test_a_narrow_column_is_read_as_paragraphs():
    sentence = "要以创新为动力，以平台为支撑，以人才为根本，加快建设高水平的科技平台体系和开放共享的服务网络。"
    column = "\n\n".join(sentence[at : at + 20] for at in range(0, len(sentence), 20))
    text = "\n\n".join(f"{number}、总体要求之{number}\n\n{column}" for number in "一二三四五六")

    found = layout.lay_out(text)

    assert marking.plain(text, found, 0, len(text)).split("\n").count(sentence) == 6


@pytest.mark.parametrize("size", [100, 1000, 10_000])
def test_a_long_text_falls_into_parts_at_chapters(size):
    breaks = list(range(0, size, 10))
    chapters = list(range(0, size, 70))

    parts = layout.parts(breaks, size, chapters, 200)

    assert parts[0][0] == 0
    assert parts[-1][1] == size
    assert [end for _, end in parts[:-1]] == [start for start, _ in parts[1:]]
    assert all(start in chapters for start, _ in parts)
    assert all(end - start <= 250 for start, end in parts)


def test_a_text_without_any_break_stays_one_part():
    assert layout.parts([0], 1000, [], 200) == [(0, 1000)]


def test_a_reading_goes_to_json_and_back_unchanged():
    read = reading()

    assert finding.from_json(json.loads(json.dumps(finding.to_json(read)))) == read


SEEDS = {"000": 5, "001": 5, "002": 40, "003": 10, "004": 40}


@pytest.mark.parametrize("seed", sorted(SEEDS))
def test_real_plans_keep_every_character_and_place(shared, seed):
    raw = next((shared / "seeds").glob(f"{seed}*")).read_bytes().decode()
    read = reading(raw)

    marks, blocks = shown(raw, read)

    assert len(marks) >= SEEDS[seed]
    assert "".join(piece.text for piece in pieces(blocks)) == raw
    assert under(blocks) == {mark: raw[mark.start : mark.end] for mark in marks}
