"""Our own annotated texts: county plan, province plan, regulation, report, table, press page, PDF text, measures …"""

import pytest

from kechuang.policy.read.document import to_json
from kechuang.policy.read.read import read_text
from tests.policy.read import measure


@pytest.fixture(scope="module", params=measure.NAMES)
def case(request):
    raw, gold = measure.load(request.param)
    return gold, to_json(read_text(raw))


@pytest.fixture(scope="module", params=measure.judged("targets"))
def counted(request):
    """A text whose numbers are annotated too."""
    raw, gold = measure.load(request.param)
    return gold, to_json(read_text(raw))


@pytest.mark.parametrize(
    ("part", "floor"),
    [("targets", 0.97), ("units", 0.99), ("headings", 0.97), ("cited", 0.97), ("systems", 0.90), ("incentives", 0.90)],
)
def test_the_score_of_all_texts_together_stays_above_its_floor(part, floor, scores):
    f1, asked, texts = scores[part]

    assert (f1 >= floor, asked > 25, texts > 10) == (True, True, True)


@pytest.fixture(scope="module")
def scores():
    return measure.scores()


def test_the_promises_are_found_and_no_other_number_is(counted):
    gold, reading = counted

    faults = measure.target_faults(gold, reading["targets"])

    assert faults == []


def test_the_responsible_units_are_named_as_printed(case):
    gold, reading = case

    wanted = [sorted(measure.plain(u) for u in a["units"]) for a in gold["assignments"]]
    found = [sorted(measure.plain(u) for u in a["units"]) for a in reading["assignments"]]

    assert found == wanted


def test_the_lead_is_told_from_the_others(case):
    gold, reading = case

    wanted = [a["roles"]["lead"] for a in gold["assignments"] if a.get("roles")]
    places = {a["start"] for a in gold["assignments"] if a.get("roles")}
    found = [a["lead"] for a in reading["assignments"] if a["start"] in places]

    assert found == wanted


def test_the_headings_are_the_printed_ones(case):
    gold, reading = case

    required = [
        (measure.plain(s["marker"]).rstrip("."), measure.plain(s["title"]))
        for s in gold["sections"]
        if not s["optional"]
    ]
    spared = {measure.plain(s["marker"]).rstrip(".") for s in gold["sections"] if s["optional"]}
    found = [(measure.plain(s["marker"]).rstrip("."), measure.plain(s["title"])) for s in reading["sections"]]

    assert [pair for pair in found if pair[0] not in spared or pair in required] == required


def test_money_given_is_told_from_goals_and_conditions(counted):
    gold, reading = counted

    wanted = sorted((i["value"], i["unit"]) for i in gold["incentives"])
    found = sorted((i["value"], i["unit"]) for i in reading["incentives"])

    assert found == wanted


def test_the_cited_documents_are_listed(case):
    gold, reading = case

    wanted = {measure.plain(c["title"]) for c in gold["cited_documents"] if c["role"] == "cited"}
    found = {measure.plain(c["title"]) for c in reading["cited_documents"] if c["role"] == "cited"}

    assert found == wanted


def test_the_named_systems_are_found(case):
    gold, reading = case

    found = [measure.plain(s["name"]) for s in reading["named_systems"]]
    missing = [s["name"] for s in gold["named_systems"] if not any(measure.plain(s["name"]) in f for f in found)]

    assert missing == []


def test_no_record_of_the_past_and_no_other_number_became_a_promise(counted):
    gold, reading = counted
    spans = [(b["start"], b["end"], b["value"]) for b in gold["baselines"]]

    taken = [
        t["quote"]
        for t in reading["targets"]
        for s, e, v in spans
        if t["value"] == v and t["start"] < e and s < t["end"]
    ]

    assert taken == []


def test_every_quote_is_the_published_stretch(case):
    gold, reading = case
    raw, _ = measure.load(gold["source"]["file"].removesuffix(".txt"))

    lists = (
        "sections",
        "targets",
        "assignments",
        "incentives",
        "named_systems",
        "cited_documents",
        "baselines",
        "gaps",
    )
    wrong = [x for name in lists for x in reading[name] if raw[x["start"] : x["end"]] != x["quote"]]

    assert wrong == []
