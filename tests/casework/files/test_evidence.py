"""Evidence on a case: handed in, withdrawn, erased, each through the gateway and each with a fact."""

import pytest

from kechuang.casework.files import actions, keeping, previews
from kechuang.casework.files import bytes as kept
from kechuang.casework.files.models import StoredFile
from kechuang.casework.models import Case
from kechuang.ledger.models import Entry, PersonalGroup
from kechuang.ledger.verify import verify
from kechuang.web import clock
from tests.casework.files import made
from tests.casework.files.conftest import close


def differing() -> list[tuple[str, str]]:
    """Rows of cases and files that differ from their facts; the library's fund was never told to the ledger."""
    found = [finding.values for finding in verify().findings if finding.code == "ledger.row_differs"]
    return [(values["table"], values["column"]) for values in found if values["table"] != "casework_account"]


def hand_in(loan, by, data=b"a delivery note", name="note.txt", key="e1"):
    file = keeping.keep(made.upload(data, name), by=by, declared=True, on=clock.today(), title="五月送货单")
    outcome = actions.add(file, loan, by=by, key=key)
    file.refresh_from_db()
    return file, outcome


def test_evidence_leaves_a_fact_with_a_salted_digest_and_no_name_outside_the_erasable_group(library, loan):
    file, outcome = hand_in(loan, library.reader)

    entry = Entry.objects.get(pk=outcome.facts[0])
    assert (entry.type, file.state, file.evidence, file.case_id) == ("casework.evidence_added", "KEPT", True, loan.pk)
    assert entry.groups["parties"]["values"]["commitment"] == file.commitment
    assert file.digest not in entry.leaf + entry.disclosed
    assert "note.txt" not in entry.leaf + entry.disclosed
    assert "note.txt" in PersonalGroup.objects.get(entry=entry.id).values
    assert differing() == []


def test_the_same_key_hands_in_once(library, loan):
    file, first = hand_in(loan, library.reader)

    again = actions.add(file, loan, by=library.reader, key="e1")

    assert (again.repeated, again.facts) == (True, first.facts)


def test_a_stranger_and_a_closed_case_are_refused(library, loan):
    _, far = hand_in(loan, library.stranger, key="far")
    close(library, loan)
    _, late = hand_in(loan, library.reader, key="late")

    assert [far.refusal.code, late.refusal.code] == ["case.not_yours", "files.case_closed"]


def test_who_handed_in_withdraws_and_the_office_sets_aside(library, loan):
    own, _ = hand_in(loan, library.reader, key="e1")
    other, _ = hand_in(loan, library.reader, data=b"another", key="e2")

    taken = actions.withdraw(own, "wrong page", by=library.reader, key="w1")
    aside = actions.withdraw(other, "not about this case", by=library.clerk, key="w2")

    assert [bool(taken), bool(aside)] == [True, True]
    assert set(StoredFile.objects.values_list("state", flat=True)) == {"WITHDRAWN"}
    assert kept.held(own.digest)
    assert differing() == []


@pytest.mark.usefixtures("loan")
def test_erasing_takes_bytes_name_and_salt_and_leaves_the_commitment(library, loan):
    file, outcome = hand_in(loan, library.reader, data=made.picture(), name="face.png")
    previews.png(file, 0)
    digest, commitment = file.digest, file.commitment
    assert kept.held(digest)

    erased = actions.erase(file, "personal", by=library.clerk, key="x1")

    file.refresh_from_db()
    assert erased, erased.refusal
    assert (file.digest, file.name, file.title, file.salt, file.state) == ("", "", "", None, "ERASED")
    assert [kept.held(digest), previews.folder(digest).exists()] == [False, False]
    assert PersonalGroup.objects.get(entry=outcome.facts[0]).values is None
    assert Entry.objects.get(pk=outcome.facts[0]).groups["parties"]["values"]["commitment"] == commitment
    assert differing() == []


def test_bytes_handed_in_twice_go_with_the_last(library, loan):
    first, _ = hand_in(loan, library.reader, key="e1")
    second, _ = hand_in(loan, library.clerk, key="e2")

    actions.erase(first, "mistake", by=library.clerk, key="x1")

    assert kept.read(second.digest) == b"a delivery note"


def test_a_row_altered_behind_the_gateway_is_found(library, loan):
    file, _ = hand_in(loan, library.reader)
    StoredFile.objects.filter(pk=file.pk).update(digest=kept.keep(b"something else"))

    assert differing() == [("files_storedfile", "digest")]


def test_the_small_case_of_a_file_is_in_nobodys_list(library, loan):
    from kechuang.casework import queries

    hand_in(loan, library.reader)

    assert list(queries.cases(library.clerk, clock.today()).values_list("kind", flat=True)) == ["tests.loan"]
    assert Case.objects.filter(kind="casework.evidence").count() == 1
