"""Documents through the gateway: records, facts, repeats, replacements, withdrawals."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from kechuang.casework.files import bytes as bytes_
from kechuang.casework.models import Case, Step
from kechuang.ledger.models import Entry
from kechuang.policy import actions, finding, kept, queries, rules
from kechuang.policy.models import Clause, Document, Draft, Target, Task
from kechuang.web import clock
from kechuang.web.permissions import ANONYMOUS
from tests.policy.plans import TEXT, TITLE, reading

OTHER = TEXT.replace("20家", "25家")


def public(entry: Entry) -> dict:
    return json.loads(entry.disclosed)["public"]["values"]


def test_importing_makes_clauses_targets_and_tasks_records(desk):
    read = reading()

    document = desk.accept()

    assert (document.title, document.case.state, document.case.number) == (TITLE, "IMPORTED", "ZC-330000-000001")
    assert list(Clause.objects.order_by("order").values_list("path", "title", "start", "end", "body_end")) == [
        (each.path, each.title, each.start, each.end, each.body_end) for each in read.clauses
    ]
    assert list(Target.objects.order_by("start").values_list("code", "value", "unit", "quote", "clause__path")) == [
        (each.code, each.value, each.unit, TEXT[each.start : each.end], each.clause) for each in read.targets
    ]
    assert [(row.code, row.units, row.clause.path) for row in Task.objects.order_by("start")] == [
        (each.code, list(each.units), each.clause) for each in read.tasks
    ]
    assert Task.objects.get(code="A002").text == TEXT[read.tasks[1].text_start : read.tasks[1].text_end].strip()


def test_the_fact_proves_text_and_findings(desk):
    document = desk.accept()

    entry = Entry.objects.get()
    values = public(entry)
    assert entry.type == "policy.document.imported"
    assert values["text_digest"] == finding.digest(TEXT) == document.text_digest
    assert values["findings_digest"] == actions.findings_digest(finding.from_json(document.reading))
    assert values["counts"] == reading().counts
    assert values["document"] == str(document.pk)


def test_text_and_file_are_kept_byte_for_byte(desk):
    document = desk.accept()

    assert queries.text_of(document) == TEXT
    assert kept.read(document.file_digest) == TEXT.encode()


def test_a_file_that_was_changed_on_disk_is_not_shown(desk):
    document = desk.accept(TEXT + "\n附件（演示）\n")
    bytes_.path_of(document.text_digest).write_text("something else")

    with pytest.raises(kept.MissingFileError):
        queries.text_of(document)


def test_accepting_the_same_preview_twice_gives_the_first_result(desk):
    draft = desk.draft()
    given = rules.as_read(reading())

    first = actions.accept(draft, given, by=desk.planner)
    second = actions.accept(draft, given, by=desk.planner)

    assert (second.repeated, second.states) == (True, first.states)
    assert Document.objects.count() == 1


def test_the_same_text_from_another_file_is_refused(desk):
    document = desk.accept()

    outcome = desk.outcome(name="copy.txt")

    assert outcome.refusal.code == "policy.already_imported"
    assert outcome.refusal.values["document"] == str(document.pk)
    assert (Document.objects.count(), Entry.objects.count()) == (1, 1)


def test_the_database_holds_one_copy_of_a_text(desk):
    document = desk.accept()
    case = Case.objects.create(
        authority="330000",
        kind="policy.document",
        state="IMPORTED",
        place="330000",
        title="twice",
        opened_on=clock.today(),
        changed_at=clock.now(),
    )
    twice = Document(
        case=case,
        title="twice",
        imported_on=clock.today(),
        file_kind="txt",
        text_digest=document.text_digest,
        file_digest="",
        chars=1,
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        twice.save()


def test_a_character_that_a_database_refuses_is_shown_as_lost(desk):
    broken = TEXT.replace("省级实验室20家", "省级\0实验室20家").replace("建设共享平台。", "建设\0共享平台。")

    document = desk.accept(broken)

    assert queries.text_of(document) == broken
    assert "\0" not in json.dumps(document.reading) + "".join(Task.objects.values_list("text", flat=True))
    assert Task.objects.get(code="A001").text.startswith("（一）建设\ufffd共享平台")


def test_who_holds_no_office_cannot_import(desk):
    outcome = actions.accept(desk.draft(), rules.as_read(reading()), by=ANONYMOUS)

    assert outcome.refusal.code == "policy.no_office"


def test_a_better_copy_takes_the_place_and_the_old_text_stays(desk):
    document = desk.accept()
    draft = desk.draft(OTHER)

    outcome = actions.replace(
        draft, document.pk, rules.as_read(reading(OTHER)), "数字有误，换上更正本", by=desk.planner
    )

    assert outcome.refusal is None
    again = Document.objects.get()
    assert (again.pk, again.version, queries.text_of(again)) == (document.pk, 2, OTHER)
    assert Target.objects.get(code="T001").value == "25"
    assert kept.read_text(document.text_digest) == TEXT
    assert public(Entry.objects.get(type="policy.document.revised"))["replaced_text_digest"] == document.text_digest


def test_a_withdrawn_document_leaves_the_registers_and_may_come_back(desk):
    document = desk.accept()

    outcome = actions.withdraw(document.pk, "误传了征求意见稿", by=desk.planner, key="w1")

    assert outcome.states == {document.pk: "WITHDRAWN"}
    assert (queries.targets().count(), queries.tasks().count()) == (0, 0)
    assert desk.outcome().refusal is None
    assert (Document.objects.count(), queries.targets().count()) == (2, len(reading().targets))


def test_a_withdrawn_document_cannot_be_withdrawn_again(desk):
    document = desk.accept()
    actions.withdraw(document.pk, "误传了征求意见稿", by=desk.planner, key="w1")

    outcome = actions.withdraw(document.pk, "误传了征求意见稿", by=desk.planner, key="w2")

    assert outcome.refusal.code == "case.move_not_open"


def test_a_reprint_is_pointed_out_and_never_merged(desk):
    original = desk.accept()
    reprint = "据悉，有关部门近日印发行动计划，全文如下：\n" + TEXT.replace("\n\n", "\n").replace("，", ",")
    draft = desk.draft(reprint, "press.txt")

    twins = queries.twins("别的标题", draft.sample)

    assert [(twin.document.pk, twin.share > 0.5) for twin in twins] == [(original.pk, True)]
    assert Document.objects.count() == 1


def test_two_copies_of_one_work_know_each_other(desk):
    original = desk.accept()

    copy = desk.accept(TEXT.replace("\n\n", "\n"), "press.txt", same_work_as=original.pk)

    assert queries.copies(original) == [copy]
    assert queries.copies(copy) == [original]
    assert public(Entry.objects.order_by("seq").last())["same_work_as"] == str(original.pk)


def test_a_twin_that_is_gone_is_refused(desk):
    outcome = desk.outcome(same_work_as=uuid4())

    assert outcome.refusal.code == "policy.twin_missing"


def test_previews_that_nobody_accepted_go_after_two_weeks(desk):
    old = desk.draft()

    with clock.fixed(clock.now() + timedelta(days=15)):
        new = desk.draft(OTHER)

    assert list(Draft.objects.all()) == [new]
    assert old.pk != new.pk


def test_steps_name_the_office_and_the_fact(desk):
    document = desk.accept()

    step = Step.objects.get()
    assert (step.move, step.case_id, step.facts) == ("import", document.pk, [Entry.objects.get().id])
