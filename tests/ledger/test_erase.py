"""Erasing a person: the log stays valid, and the name stands nowhere, not even in the database's own files."""

from pathlib import Path

import pytest

from kechuang.ledger import erase, sign
from kechuang.ledger.models import PersonalGroup
from kechuang.ledger.verify import verify
from tests.ledger.facts import AT, LOG, PERSON, named, write
from tests.ledger.node import Node

PLANTED = "覃溯洄"


def test_an_entry_loses_its_personal_group_and_the_log_stays_whole(log):
    first, second = write(named(name=PLANTED), named(name="演示联系人"))
    sign.checkpoint(LOG, made_at=AT)

    count = erase.erase(entries=[first.id], erased_at=AT)

    assert count == 1
    kept = {row.entry: (row.values, row.salt, row.erased_at) for row in PersonalGroup.objects.all()}
    assert kept[first.id] == (None, None, AT)
    assert kept[second.id][0] == '{"name":"演示联系人"}'
    report = verify()
    assert (report.findings, report.logs[0].erased) == ((), 1)


def test_a_subject_is_erased_wherever_it_stands(log):
    write(named(), named(subject="person/other"), named())

    assert erase.erase(subject=PERSON, erased_at=AT) == 2
    assert erase.erase(subject=PERSON, erased_at=AT) == 0
    assert list(PersonalGroup.objects.filter(values__isnull=False).values_list("subject", flat=True)) == [
        "person/other"
    ]


def test_nothing_named_erases_nothing(log):
    write(named(subject=""))

    assert erase.erase(erased_at=AT) == 0
    assert erase.erase(entries=[], subject="", erased_at=AT) == 0


def test_a_group_whose_row_is_gone_counts_as_erased(log):
    write(named(), named())
    sign.checkpoint(LOG, made_at=AT)

    PersonalGroup.objects.filter(pk=PersonalGroup.objects.first().pk).delete()

    report = verify()
    assert (report.findings, report.logs[0].erased) == ((), 1)


def test_scrubbing_inside_a_transaction_is_refused(log):
    with pytest.raises(RuntimeError, match="after the transaction"):
        erase.scrub()


def files_with(needle: str, folder: Path) -> list[str]:
    return sorted(file.name for file in folder.rglob("*") if file.is_file() and needle.encode() in file.read_bytes())


def test_on_disk_the_name_is_in_no_file_any_more(stores, tmp_path):
    node = Node(tmp_path, stores.on_sqlite(tmp_path))
    node.call("name", "400", PLANTED)
    assert files_with(PLANTED, tmp_path) != []

    assert node.call("erase", PERSON) == "400 True\n"

    assert files_with(PLANTED, tmp_path) == []
    assert node.sealed()["ok"]
