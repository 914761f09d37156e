"""Decisions about documents, without tables."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType
from uuid import UUID

import pytest

from kechuang.casework.decision import CaseView, Decision, Scene
from kechuang.kernel.refusal import Refusal
from kechuang.policy import rules
from kechuang.policy.rules import Import, Known, Particulars, Revise, Rows, Withdraw
from tests.policy.plans import TEXT, TITLE, reading

ON = date(2026, 11, 21)
NEW, OLD, OFFICE = (UUID(int=number) for number in (1, 2, 3))
READING = reading()


def known(**changed) -> Known:
    values = {
        "case": OLD,
        "title": "旧文件（演示）",
        "text_digest": "a" * 64,
        "file_digest": "b" * 64,
        "imported_on": date(2026, 3, 2),
        "version": 1,
        "withdrawn": False,
    }
    return Known(**{**values, **changed})


def scene(*documents: Known) -> Scene:
    view = CaseView(OLD, "policy.document", "330000", "IMPORTED", "330000", None, None, OFFICE, None, ON, None)
    rows = Rows({each.case: each for each in documents})
    return Scene(on=ON, law=None, cases=MappingProxyType({OLD: view}), balances={}, rows=rows)


def request(**changed) -> Import:
    values = {
        "case": NEW,
        "authority": "330000",
        "office": OFFICE,
        "place": "330000",
        "reading": READING,
        "particulars": rules.as_read(READING),
        "work": "",
        "findings_digest": "c" * 64,
    }
    return Import(**{**values, **changed})


def test_a_new_document_opens_a_case_and_leaves_one_fact():
    decided = rules.decide_import(scene(), request())

    assert isinstance(decided, Decision)
    assert [(each.id, each.state, each.title, each.number_series) for each in decided.opens] == [
        (NEW, "IMPORTED", TITLE, "ZC-330000-")
    ]
    ((case, fact),) = decided.facts
    assert (case, fact.title, fact.number, fact.chars, fact.corrected) == (
        NEW,
        TITLE,
        "云科发〔2026〕3号",
        len(TEXT),
        (),
    )
    assert fact.counts["target"] == len(READING.targets)
    assert fact.text_digest == READING.text_digest


def test_what_a_person_corrected_is_named():
    given = replace(rules.as_read(READING), number="云科发〔2026〕4号", issued_on=date(2026, 1, 9))

    decided = rules.decide_import(scene(), request(particulars=given))

    ((_case, fact),) = decided.facts
    assert fact.corrected == ("number", "issued_on")
    assert fact.number == "云科发〔2026〕4号"


@pytest.mark.parametrize("same", ["text_digest", "file_digest"])
def test_the_same_text_or_file_is_not_imported_twice(same):
    value = READING.text_digest if same == "text_digest" else READING.origin.file_digest

    decided = rules.decide_import(scene(known(**{same: value})), request())

    assert decided == Refusal(
        "policy.already_imported", {"title": "旧文件（演示）", "imported_on": date(2026, 3, 2), "document": str(OLD)}
    )


def test_a_withdrawn_copy_may_come_back():
    decided = rules.decide_import(scene(known(text_digest=READING.text_digest, withdrawn=True)), request())

    assert isinstance(decided, Decision)


@pytest.mark.parametrize(
    ("given", "code", "place"),
    [
        (Particulars(title="  "), "policy.no_title", "title"),
        (Particulars(title="文" * 301), "policy.title_too_long", "title"),
        (Particulars(title=TITLE, number="号" * 121), "policy.number_too_long", "number"),
    ],
)
def test_a_document_needs_a_title_and_bearable_lengths(given, code, place):
    decided = rules.decide_import(scene(), request(particulars=given))

    assert (decided.code, decided.place) == (code, place)


def test_a_twin_must_be_in_the_register():
    refused = rules.decide_import(scene(), request(same_work_as=OLD))
    taken = rules.decide_import(scene(known()), request(same_work_as=OLD))

    assert refused == Refusal("policy.twin_missing", place="relation")
    assert taken.facts[0][1].same_work_as == str(OLD)


def revise(reason="找到了正式印发本") -> Revise:
    return Revise(
        case=OLD,
        reading=READING,
        particulars=rules.as_read(READING),
        work="",
        findings_digest="c" * 64,
        reason=reason,
    )


def test_a_revision_keeps_the_digest_that_it_replaces():
    decided = rules.decide_revise(scene(known()), revise())

    ((_case, fact),) = decided.facts
    assert (fact.version, fact.replaced_text_digest, fact.reason) == (2, "a" * 64, "找到了正式印发本")
    assert decided.states == {OLD: "IMPORTED"}
    assert decided.changes == {OLD: {"title": TITLE}}


@pytest.mark.parametrize("reason", ["", "   ", "换"])
def test_replacing_and_withdrawing_need_a_reason(reason):
    expected = Refusal("policy.no_reason", {"least": 4}, place="reason")

    assert rules.decide_revise(scene(known()), revise(reason)) == expected
    assert rules.decide_withdraw(scene(known()), Withdraw(case=OLD, reason=reason)) == expected


def test_a_withdrawal_names_what_it_withdraws():
    decided = rules.decide_withdraw(scene(known()), Withdraw(case=OLD, reason="误传了征求意见稿"))

    ((_case, fact),) = decided.facts
    assert (fact.title, fact.text_digest, fact.reason) == ("旧文件（演示）", "a" * 64, "误传了征求意见稿")
    assert decided.states == {OLD: "WITHDRAWN"}
