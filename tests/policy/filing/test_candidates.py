"""Incentive articles as candidate rules: who, share, cap, term, days; and the files that the real loader takes."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.policy.filing import actions, candidates, ruling
from kechuang.policy.filing.ruling import Cited, Proposal
from kechuang.rulebook import load
from tests.policy import plans
from tests.policy.filing.texts import MEASURE, TITLE

CITED = Cited(
    title=TITLE,
    number="临科政〔2026〕2号",
    issuer="演示区科技局",
    issued="2026-02-01",
    register_number="ZC-330000-2026-1",
)
SHARE = Proposal(
    key="incentive.rd.max_share",
    type="share",
    meaning="fixed",
    value="10%",
    kind="enterprise",
    place="330113",
    since=date(2026, 3, 1),
    until=date(2029, 3, 1),
    clause="一",
    title_zh="研发费用增量补助比例",
    title_en="Share of added research costs that is paid",
    quote='按"研发费用"增量的10%给予补助: \\ #',
)
CAP = Proposal(
    key="voucher.order.cap_yuan",
    type="yuan",
    meaning="fixed",
    value="300万",
    place="330113",
    since=date(2026, 3, 1),
    clause="一",
)


def test_an_article_becomes_share_cap_and_term_with_whom_it_binds():
    found = candidates.candidates(plans.reading(MEASURE), MEASURE)

    assert [(each.clause, each.role, each.type, each.value, each.article) for each in found] == [
        ("一", "ratio", "share", "10%", 0),
        ("一", "cap", "yuan", "300万", 0),
        ("二", "ratio", "share", "40%", 1),
        ("二", "term", "years", "3", 1),
    ]
    assert found[0].who == "年度研发费用500万元以上的企业"
    assert found[0].quote.startswith("对年度研发费用500万元以上的企业，按研发费用增量的10%给予补助")


def test_the_days_are_those_that_the_document_states():
    force = candidates.force_of(plans.reading(MEASURE), MEASURE)

    assert force == candidates.Force(since=date(2026, 3, 1), until=date(2029, 3, 1), read=True, draft=False)


def test_a_day_to_which_a_document_is_valid_is_the_last_one():
    text = MEASURE.replace("有效期3年", "有效期至2027年12月31日")

    assert candidates.force_of(plans.reading(text), text).until == date(2028, 1, 1)


def test_units_are_written_as_the_rulebook_takes_them():
    given_units = [("1.5", "亿元"), ("300", "万元"), ("3000", "元"), ("5", "‰"), ("2", "个百分点"), ("3", "家")]

    assert [candidates.written_as_rule(*each) for each in given_units] == [
        ("yuan", "1.5亿"),
        ("yuan", "300万"),
        ("yuan", "3000"),
        ("share", "0.5%"),
        ("percent_points", "2"),
        None,
    ]


def test_the_real_loader_takes_the_files_with_their_key_and_answers_with_the_value(tmp_path):
    actions.write(tmp_path, ruling.files([SHARE, CAP], CITED))

    book = load.load((load.packaged_root(), tmp_path))

    answer = book.ask("incentive.rd.max_share", place="330113", on=date(2026, 6, 1), subject=None)
    assert answer.value is None  # the rule binds enterprises, and nobody was named
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.yaml")) == [
        "330113-zc-330000-2026-1/rules/incentives.yaml",
        "330113-zc-330000-2026-1/sources.yaml",
        "keys/local-incentive-rd-max-share.yaml",
    ]
    entries = {entry.key: entry for entry in book.entries if entry.source == CITED.id}
    share, cap = entries["incentive.rd.max_share"], entries["voucher.order.cap_yuan"]
    assert (str(share.value), share.since, share.until, share.clause, share.confidence, share.binds.kinds) == (
        *("0.1", date(2026, 3, 1), date(2029, 3, 1), "一", "S"),
        ("enterprise",),
    )
    assert share.note is not None
    assert share.note.zh == '原文：按"研发费用"增量的10%给予补助: \\ #'
    assert (cap.value, book.sources[CITED.id].number) == (3_000_000, "临科政〔2026〕2号")


def test_a_rule_that_would_not_load_is_told_with_the_loaders_words():
    wrong = Proposal(**{**ruling.to_plain(CAP), "since": CAP.since, "until": None, "value": "很多"})

    fault = actions.trial([wrong], CITED)

    assert "很多" in fault
    assert actions.trial([CAP], CITED) == ""


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_any_quote_comes_back_from_the_file_on_one_line(quote):
    import yaml

    made = ruling.source_file(Cited(title=quote or "题", number="", issuer="", issued="", register_number="ZC-1"))

    plain = "".join(each if each.isprintable() else " " for each in quote or "题")
    assert yaml.safe_load(made)[0]["title"]["zh"] == " ".join(plain.split())
