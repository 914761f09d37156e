"""From draft to issued paper: versions, the number once, two persons where it decides, the fact with its digests."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kechuang.casework.files import bytes as kept
from kechuang.casework.files import keeping
from kechuang.casework.papers import issuing, making
from kechuang.casework.papers.kinds import KINDS
from kechuang.casework.papers.models import CasePaper
from kechuang.ledger import read as ledger
from kechuang.web.documents import paper as papers
from kechuang.web.documents import pdf, word
from tests.casework.papers.conftest import LETTER, SITE, TODAY, lend, letter, signed

NUMBER = "甲科〔2026〕12号"


def issue(paper, library, number=NUMBER, by=None, key="issue-1", file=None):
    return issuing.issue(paper, number=number, signed_on=TODAY, signed=file, by=by or library.chief, key=key)


def upload(paper, library, data, name="signed.pdf"):
    file = SimpleUploadedFile(name, data)
    return keeping.keep(file, by=library.chief, case=paper.case_id, declared=True, on=TODAY)


def test_a_draft_keeps_both_files_as_they_were_made(draft):
    paper = papers.from_plain(draft.paper)

    assert kept.read(draft.pdf_digest) == pdf.write(paper)
    assert kept.read(draft.word_digest) == word.write(paper)
    assert (paper.number, paper.draft) == ("", True)


def test_a_draft_names_the_case_and_the_fact_on_which_it_stands(draft, loan):
    [entry] = ledger.of_case(f"{loan.authority}/case/{loan.pk}")

    assert draft.stands_on == entry.id
    assert draft.paper["origin"]["case"] == loan.number
    assert draft.paper["origin"]["address"] == f"{SITE}facts/{entry.id}/"


def test_a_new_draft_is_the_next_version_and_the_old_one_goes(library, loan):
    letter(library, loan)
    letter(library, loan)

    assert list(CasePaper.objects.values_list("version", "state")) == [(2, "DRAFT")]


def test_an_issued_version_stays_beside_a_new_draft(library, loan, draft):
    assert issue(draft, library)

    letter(library, loan)

    assert list(CasePaper.objects.order_by("version").values_list("version", "state")) == [(1, "ISSUED"), (2, "DRAFT")]


def test_issuing_leaves_a_fact_with_number_and_digests(library, draft):
    outcome = issue(draft, library)

    entry = ledger.entry(outcome.facts[0])
    values = ledger.readable(entry, {"public", "parties"})
    draft.refresh_from_db()
    assert entry.type == "casework.paper_issued"
    assert values["number"] == NUMBER
    assert values["draft_digest"] == hashlib.sha256(kept.read(draft.pdf_digest)).hexdigest()
    assert "draft_digest" not in ledger.readable(entry, {"public"})
    assert (draft.state, draft.number, draft.fact) == ("ISSUED", NUMBER, entry.id)


def test_a_number_is_given_once_by_an_office(library, loan, draft):
    second = letter(library, lend(library, "loan-2"))
    assert issue(draft, library)

    outcome = issue(second, library, number="甲科[2026]012号", key="issue-2")

    assert outcome.refusal.code == "paper.number_taken"
    assert outcome.refusal.values["number"] == NUMBER


def test_a_draft_is_issued_once_and_a_repeat_gives_the_first_result(library, draft):
    first = issue(draft, library)

    assert issue(draft, library).facts == first.facts
    assert issue(draft, library, number="甲科〔2026〕13号", key="issue-2").refusal.code == "paper.not_a_draft"


def test_a_decision_is_issued_by_another_person_than_its_drafter(library, draft, monkeypatch):
    monkeypatch.setitem(KINDS, "letter", replace(KINDS["letter"], apart=True))

    assert issue(draft, library, by=library.clerk).refusal.code == "paper.same_person"
    assert issue(draft, library, by=library.chief, key="issue-2")


def test_a_stranger_issues_nothing(library, draft):
    assert issue(draft, library, by=library.stranger).refusal.code == "case.not_yours"


def test_a_day_of_signing_to_come_is_refused(library, draft):
    outcome = issuing.issue(
        draft, number=NUMBER, signed_on=date(2026, 12, 1), signed=None, by=library.chief, key="issue-1"
    )

    assert (outcome.refusal.code, outcome.refusal.place) == ("paper.signed_later", "signed_on")


def test_an_unnumbered_paper_needs_no_number(library, loan):
    made = making.draft(KINDS["handover"], loan, by=library.clerk, on=TODAY, site=SITE)

    assert issue(made, library, number="")


def test_taking_back_keeps_the_number_used(library, loan, draft):
    issue(draft, library)
    draft.refresh_from_db()

    assert issuing.take_back(draft, "写错收件单位", by=library.chief, key="back-1")

    again = issue(letter(library, loan), library, key="issue-2")
    draft.refresh_from_db()
    assert (draft.state, draft.ended_on) == ("WITHDRAWN", TODAY)
    assert again.refusal.code == "paper.number_taken"


def test_a_signed_copy_is_looked_at_and_named_by_its_salted_digest(library, draft, signer):
    file = upload(draft, library, signed(kept.read(draft.pdf_digest), signer))

    outcome = issue(draft, library, file=file)

    values = ledger.readable(ledger.entry(outcome.facts[0]), {"parties"})
    draft.refresh_from_db()
    assert (draft.signature, values["signature"]) == ("untrusted", "untrusted")
    assert values["signed_digest"] == file.commitment
    assert [each["signer"] for each in draft.findings] == ["Common Name: 甲局（演示）"]


@pytest.mark.parametrize("language", papers.LANGUAGES)
@pytest.mark.parametrize("code", ["letter", "correction", "handover"])
def test_every_kind_for_any_case_is_made_in_every_language(library, loan, code, language):
    made = making.draft(
        KINDS[code],
        loan,
        by=library.clerk,
        on=TODAY,
        site=SITE,
        language=language,
        typed={**LETTER, "faults": "一\n二"},
    )

    assert isinstance(made, CasePaper)
    assert not [text for text in papers.texts(papers.from_plain(made.paper)) if text.startswith("paper.")]


def test_a_text_that_is_too_long_is_refused_in_words(library, loan):
    refused = letter(library, loan, typed={**LETTER, "text": "x" * 20_001})

    assert refused.code == "paper.text_too_long"


def test_bytes_of_papers_are_held_and_those_of_dropped_drafts_are_not(library, loan, draft):
    old = draft.pdf_digest
    new = letter(library, loan, typed={**LETTER, "text": "另一封"})

    assert issuing.held_digests([old, new.pdf_digest]) == {new.pdf_digest}
