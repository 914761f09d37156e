"""The pure parts of the review: values of findings, places of quotations, the written annotation, the digest."""

import importlib.util
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.policy.finding import from_json, to_json
from kechuang.policy.overlay import ACCEPTED, CORRECTED, OPEN, REJECTED, Stand, lay
from kechuang.policy.review import gold, locate, values
from tests.policy.plans import TEXT, reading

PLAIN = json.loads(json.dumps(to_json(reading())))
FOUND = values.findings_of(PLAIN)
SCORER = Path(__file__).parents[4] / "shared" / "gold" / "score_policy.py"
ABOUT = gold.About(
    name="plan.txt",
    digest="0" * 64,
    title="计划",
    number="",
    issuers=("省科技厅",),
    issued_on="2026-03-01",
    period=(2026, 2028),
    document="d",
    version=1,
)


def row(each: values.Found, verdict: str = ACCEPTED, **changed: str) -> gold.Row:
    return gold.Row(
        code=each.code,
        kind=each.kind,
        verdict=verdict,
        start=each.start,
        end=each.end,
        values={**each.values, **changed},
        clause=each.clause,
    )


def test_every_finding_has_a_code_of_its_own_and_the_values_of_its_kind():
    assert len(FOUND) == sum(reading().counts.values()) - reading().counts["gap"]
    assert [tuple(each.values) for each in FOUND.values()] == [values.FIELDS[each.kind] for each in FOUND.values()]


def test_what_the_reader_finds_passes_the_rules_for_what_people_type():
    assert [each.code for each in FOUND.values() if values.fault(each.kind, each.values) is not None] == []


def test_confidence_and_doubts_are_read_where_the_reader_states_them():
    silent = {name: value for name, value in PLAIN["targets"][0].items() if name not in {"confidence", "doubts"}}
    stated = {
        **PLAIN,
        "targets": [
            {
                **PLAIN["targets"][0],
                "confidence": 0.85,
                "doubts": [{"code": "year_inferred", "values": {"year": "2027"}}],
            }
        ],
    }

    each = values.findings_of(stated)["T001"]

    assert (str(each.confidence), each.doubts) == ("0.85", (values.Doubt("year_inferred", {"year": "2027"}),))
    unstated = values.findings_of({**PLAIN, "targets": [silent]})["T001"]
    assert (unstated.confidence, unstated.doubts) == (None, ())


@pytest.mark.parametrize(
    ("changed", "code", "place"),
    [
        ({"indicator": ""}, "needed", "indicator"),
        ({"value": "二十"}, "not_a_number", "value"),
        ({"value": "NaN"}, "not_a_number", "value"),
        ({"value_max": "3"}, "wrong_way_round", "value_max"),
        ({"comparator": "range"}, "range_without_end", "value_max"),
        ({"comparator": "more"}, "no_such_choice", "comparator"),
        ({"year": "202"}, "no_year", "year"),
        ({"period": "2028-2026"}, "no_year", "period"),
        ({"unit": "家" * 401}, "too_long", "unit"),
    ],
)
def test_a_fault_names_its_field(changed, code, place):
    refusal = values.fault("target", {**FOUND["T001"].values, **changed})

    assert (refusal.code, refusal.place) == (f"policy.review.{code}", place)


def test_a_lead_must_be_among_the_bodies():
    refusal = values.fault("task", {"units": "省科技厅", "lead": "省财政厅"})

    assert (refusal.code, refusal.place) == ("policy.review.body_not_named", "lead")


def test_typed_values_come_into_one_form():
    given_values = {"units": " 省科技厅， 省财政厅；省科技厅", "lead": ""}

    assert values.tidy("task", given_values) == {"units": "省科技厅、省财政厅", "lead": ""}
    assert values.tidy("target", {"value": " １，２００ ", "period": "2023—2025"}) == {
        "value": "1200",
        "period": "2023-2025",
    }


words = st.text(alphabet="省科技厅0123456789.，、；-— ab", max_size=20)


@settings(max_examples=60)
@given(kind=st.sampled_from(values.KINDS), data=st.data())
def test_tidying_twice_changes_nothing_more(kind, data):
    typed = {name: data.draw(words) for name in values.FIELDS[kind]}

    once = values.tidy(kind, typed)

    assert values.tidy(kind, once) == once


@settings(max_examples=80)
@given(start=st.integers(0, len(TEXT) - 1), size=st.integers(1, 40), gap=st.sampled_from(["", " ", "\n", "　\n"]))
def test_a_copied_stretch_is_found_where_it_stands(start, size, gap):
    piece = TEXT[start : start + size]
    quote = gap.join(piece)

    places = locate.places(TEXT, (), quote)

    shown = "".join(piece.split())
    assert all("".join(TEXT[low:high].split()) == shown for low, high in places)
    assert bool(places) == bool(shown)


def test_what_is_not_displayed_is_passed_over():
    text = "建成实验<br>\n室20家"

    assert locate.places(text, [(4, 9)], "实验室20家") == [(2, len(text))]
    assert locate.places(text, (), "实验室20家") == []


def test_nothing_judged_changes_nothing():
    assert lay(reading(), {}) == reading()
    assert lay(reading(), {"T001": Stand(code="T001", kind="target", verdict=OPEN)}) == reading()


@settings(max_examples=40)
@given(rejected=st.sets(st.sampled_from([code for code, each in FOUND.items() if each.kind != "heading"])))
def test_what_was_rejected_is_gone_and_nothing_else(rejected):
    stands = {code: Stand(code=code, kind=FOUND[code].kind, verdict=REJECTED) for code in rejected}

    laid = lay(from_json(PLAIN), stands)

    left = {each.code for each in (*laid.targets, *laid.tasks, *laid.noted)}
    assert left == {code for code, each in FOUND.items() if each.kind != "heading"} - rejected | {
        note.code for note in reading().noted if note.kind == "gap"
    }


@settings(max_examples=40)
@given(value=st.from_regex(r"[1-9][0-9]{0,5}(\.[0-9]{1,2})?", fullmatch=True), year=st.integers(1950, 2099))
def test_a_correction_stands_in_the_reading(value, year):
    stand = Stand(code="T001", kind="target", verdict=CORRECTED, values={"value": value, "year": str(year)})

    target = lay(from_json(PLAIN), {"T001": stand}).targets[0]

    assert (target.value, target.year, target.indicator) == (value, year, reading().targets[0].indicator)


# --- the annotation


def annotation(rows) -> dict:
    return json.loads(json.dumps(gold.write(ABOUT, TEXT, rows), ensure_ascii=False))


def test_the_annotation_quotes_the_text_and_holds_every_list():
    plain = annotation([row(each) for each in FOUND.values()])

    entries = [each for name in (*gold.LISTS.values(), "distractors") for each in plain[name]]
    assert len(entries) == len(FOUND)
    assert [each for each in entries if TEXT[each["start"] : each["end"]] != each["quote"]] == []
    assert plain["source"]["chars"] == len(TEXT)
    assert next((each["value"], each["unit"], each["year"]) for each in plain["targets"]) == (20, "家", 2027)
    assert plain["assignments"][0]["units"] == ["省科技厅", "省财政厅"]
    assert [each for each in entries if each.get("optional")] == []


def test_what_was_rejected_is_a_trap_with_its_ground_and_what_is_open_claims_nothing():
    rejected = gold.Row(**{**_plain(row(FOUND["T001"])), "verdict": REJECTED, "ground": "name_number"})
    plain = annotation([rejected, row(FOUND["T002"], OPEN), row(FOUND["A001"])])

    assert [(each["reason"], each["quote"]) for each in plain["distractors"]] == [
        ("name_number", TEXT[FOUND["T001"].start : FOUND["T001"].end])
    ]
    assert [(each["id"], each["optional"]) for each in plain["targets"]] == [("T002", True)]
    assert (plain["review"]["rejected"], plain["review"]["open"], plain["review"]["accepted"]) == (1, 1, 1)


def _plain(entry: gold.Row) -> dict:
    return {name: getattr(entry, name) for name in gold.Row.__slots__}


@pytest.mark.skipif(not SCORER.exists(), reason="the scorer lies beside the repository and is not part of it")
def test_the_scorer_takes_it_and_the_reader_scores_in_full_against_its_own_findings():
    spec = importlib.util.spec_from_file_location("score_policy", SCORER)
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    plain = annotation([row(each) for each in FOUND.values()])

    result, faults = scorer.score(plain, plain)

    assert (scorer.verify(plain, TEXT, "plan"), faults) == (0, [])
    assert (result["targets"]["full"], result["targets"]["fp"], result["targets"]["fn"]) == (
        len(plain["targets"]),
        0,
        0,
    )
