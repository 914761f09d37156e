"""Proofs of entries: made from the database, checked without it, broken by any change."""

import base64
import copy
import json

import pytest

from kechuang.ledger import hashes as reading
from kechuang.ledger import prove, read, sign, tree
from kechuang.ledger.checkpoint import Note, NoteError, Signer, Statement, Verifier, origin_of, unbase64
from kechuang.ledger.models import Log, PersonalGroup, Tile
from kechuang.ledger.proof import Verdict, check
from tests.ledger.facts import AT, LOG, named, paid, write, write_many


@pytest.fixture
def sealed(log):
    write_many(300)
    write(named(name="演示联系人"))
    sign.checkpoint(LOG, made_at=AT)
    return log


def key() -> Verifier:
    return Verifier.parse(sign.current_key(LOG).verifier)


def bundle(seq: int = 5, groups=("public",)) -> dict:
    """Give a proof as one gets it: as JSON that went through a file."""
    entry = read.entries(LOG, after=seq - 1, limit=1)[0]
    return json.loads(json.dumps(prove.prove(entry, set(groups))))


def test_a_proof_is_authentic_under_the_log_s_key(sealed):
    result = check(bundle(groups={"public", "parties"}), key())

    assert (result.verdict, result.faults) == (Verdict.AUTHENTIC, ())
    assert (result.log, result.seq, result.size, result.key_id) == (LOG, 5, 301, key().id.hex())
    assert result.leaf["type"] == "tests.ledger.paid"
    assert result.opened == {
        "public": {"number": "N-4"},
        "parties": {"postings": [{"account": "a", "fen": -500}, {"account": "b", "fen": 500}]},
    }
    assert result.closed == ("authority",)


def test_without_a_key_a_proof_is_consistent_and_no_more(sealed):
    result = check(bundle())

    assert (result.verdict, result.key_id, result.faults) == (Verdict.CONSISTENT, "", ())


def test_a_proof_shows_nothing_that_was_not_asked_for(sealed):
    text = json.dumps(bundle(groups={"public"}), ensure_ascii=False)

    assert "N-4" in text
    assert "核对无误" not in text
    assert '"account"' not in text


@pytest.mark.parametrize(("groups", "names"), [({"public"}, []), ({"personal"}, ["演示联系人"]), ({"personal.x"}, [])])
def test_personal_groups_are_disclosed_only_when_asked_for(sealed, groups, names):
    result = check(bundle(301, groups), key())

    assert result.verdict is Verdict.AUTHENTIC
    assert [values["name"] for label, values in result.opened.items() if label == "personal"] == names


def test_an_erased_group_stays_closed_and_the_proof_holds(sealed):
    PersonalGroup.objects.update(salt=None, values=None, erased_at=AT)

    result = check(bundle(301, {"public", "personal"}), key())

    assert (result.verdict, result.closed) == (Verdict.AUTHENTIC, ("personal",))


def test_an_entry_that_no_checkpoint_covers_has_no_proof_yet(sealed):
    (made,) = write(paid())

    assert prove.prove(read.entry(made.id), {"public"}) is None


@pytest.mark.parametrize("seq", [1, 256, 257, 300, 301])
def test_every_entry_is_proved_under_every_checkpoint_that_covers_it(sealed, seq):
    write_many(300)
    sign.checkpoint(LOG, made_at=AT)
    entry = read.entries(LOG, after=seq - 1, limit=1)[0]

    for size in (301, 601):
        sealed_at = sign.Checkpoint.objects.get(size=size)
        result = check(prove.prove(entry, {"public"}, sealed_at), key())
        assert (result.verdict, result.seq, result.size) == (Verdict.AUTHENTIC, seq, size)


def test_a_proof_outlives_a_change_of_keys(sealed):
    old = key()
    first = bundle()
    sign.rotate(LOG, made_at=AT)
    second, new = bundle(), key()

    assert old != new
    assert [check(second, one).verdict for one in (old, new)] == [Verdict.AUTHENTIC] * 2
    assert check(first, old).verdict is Verdict.AUTHENTIC
    assert check(first, new).faults == (("proof.not_signed", str(new)),)


def test_another_key_is_not_enough(sealed):
    stranger = Signer(origin_of(LOG), bytes(32)).verifier

    assert check(bundle(), stranger).faults == (("proof.not_signed", str(stranger)),)


def flips(text: str) -> list[str]:
    """Give the text with one character changed, at a spread of places."""
    places = range(0, len(text), max(1, len(text) // 40))
    return [text[:at] + ("0" if text[at] != "0" else "1") + text[at + 1 :] for at in places]


def test_no_character_of_a_proof_can_be_changed(sealed):
    good, own = bundle(groups={"public", "parties"}), key()

    for name in ("leaf", "checkpoint"):
        for changed in flips(good[name]):
            assert check({**good, name: changed}, own).verdict is Verdict.BROKEN
    for at, node in enumerate(good["path"]):
        for changed in [*flips(node), node.replace("=", ""), node + "="]:
            broken = copy.deepcopy(good)
            broken["path"][at] = changed
            assert check(broken, own).verdict is Verdict.BROKEN
    salt = good["groups"]["public"]["salt"]
    for changed in [*flips(salt), salt + " ", salt.upper()]:
        broken = copy.deepcopy(good)
        broken["groups"]["public"]["salt"] = changed
        assert check(broken, own).verdict is Verdict.BROKEN


def test_base64_that_says_the_same_in_other_characters_is_refused():
    """A hash of 32 bytes leaves two bits over in its last character but one."""
    text = base64.b64encode(bytes(32)).decode()
    same = text[:-2] + "B="
    assert base64.b64decode(same, validate=True) == bytes(32)

    with pytest.raises(NoteError, match="not base64"):
        unbase64(same, "a root")


CHANGES = [
    (lambda b: b["groups"]["public"]["values"].update(number="N-9"), ("proof.group_altered", "public")),
    (lambda b: b["groups"]["public"]["values"].update(more=1), ("proof.group_altered", "public")),
    (lambda b: b["groups"].update(parties=b["groups"]["public"]), ("proof.group_altered", "parties")),
    (lambda b: b["groups"].update(other=b["groups"]["public"]), ("proof.group_altered", "other")),
    (lambda b: b["groups"].update(public=1), ("proof.bad_group", "public")),
    (lambda b: b["groups"].update(public={"salt": "0", "values": {}}), ("proof.bad_group", "public")),
    (lambda b: b["groups"].update(public={"salt": 1, "values": {}}), ("proof.bad_group", "public")),
    (lambda b: b["groups"]["public"].update(values={"a": 0.5}), ("proof.bad_group", "public")),
    (lambda b: b["groups"]["public"].update(values={"键": 1}), ("proof.bad_group", "public")),
    (lambda b: b.update(index=4 + 1), ("proof.not_in_tree", "6/301")),
    (lambda b: b.update(index=-1), ("proof.not_in_tree", "0/301")),
    (lambda b: b.update(index=2**64), ("proof.not_in_tree", f"{2**64 + 1}/301")),
    (lambda b: b.update(index=True), ("proof.bad_field", "index")),
    (lambda b: b.update(index="4"), ("proof.bad_field", "index")),
    (lambda b: b["path"].pop(), ("proof.not_in_tree", "5/301")),
    (lambda b: b["path"].append(b["path"][0]), ("proof.not_in_tree", "5/301")),
    (lambda b: b.update(path=["!"]), ("proof.bad_field", "path")),
    (lambda b: b.update(path=[1]), ("proof.bad_field", "path")),
    (lambda b: b.update(path=["AAAA"] * 65), ("proof.bad_field", "path")),
    (lambda b: b.pop("leaf"), ("proof.bad_field", "leaf")),
    (lambda b: b.update(leaf="{"), ("proof.bad_leaf", "")),
    (lambda b: b.update(leaf="[]"), ("proof.bad_leaf", "")),
    (lambda b: b.update(leaf="[" * 100_000), ("proof.bad_leaf", "")),
    (lambda b: b.update(leaf=b["leaf"].replace(",", ", ")), ("proof.bad_leaf", "")),
    (lambda b: b.update(leaf='{"a":"\ud800"}'), ("proof.bad_leaf", "")),
    (
        lambda b: b.update(leaf=b["leaf"].replace("kechuang-leaf/1", "kechuang-leaf/9")),
        ("proof.unknown_format", "kechuang-leaf/9"),
    ),
    (lambda b: b.update(leaf=b["leaf"].replace('"sha256"', '"md5"')), ("proof.unknown_hash", "md5")),
    (
        lambda b: b.update(leaf=b["leaf"].replace('"log":"330100-kj"', '"log":"x"')),
        ("proof.other_log", f"kechuang/{LOG}"),
    ),
    (lambda b: b.update(leaf=b["leaf"].replace('"version":1', '"version":"1"')), ("proof.bad_field", "version")),
    (lambda b: b.update(format="x"), ("proof.unknown_format", "x")),
    (lambda b: b.update(rotations=[1]), ("proof.bad_field", "rotations")),
    (lambda b: b.update(rotations=["x"] * 101), ("proof.bad_field", "rotations")),
]


@pytest.mark.parametrize(("change", "fault"), CHANGES)
def test_a_changed_proof_is_broken_and_says_where(sealed, change, fault):
    broken = bundle()
    change(broken)

    result = check(broken, key())

    assert (result.verdict, result.faults) == (Verdict.BROKEN, (fault,))


@pytest.mark.parametrize("found", [None, 1, "x", [], {}, {"format": None}])
def test_what_is_no_proof_at_all_is_broken(found):
    assert check(found).verdict is Verdict.BROKEN


def test_a_checkpoint_that_cannot_be_read_is_broken(sealed):
    ((code, why),) = check({**bundle(), "checkpoint": "x"}, key()).faults

    assert (code, why) == ("proof.bad_note", "a signed note is text, an empty line and signature lines")


def test_another_log_s_proof_does_not_pass_for_this_one_s(sealed):
    """The key name is the log's, so a note of another origin is not signed by it, whatever its text says."""
    root = bytes(Log.objects.get().root)
    other = Signer("kechuang/elsewhere", bytes(32))
    note = Statement(origin_of(LOG), 301, root).sign(other)

    assert check({**bundle(), "checkpoint": note}, key()).faults == (("proof.not_signed", str(key())),)


@pytest.mark.parametrize(("first", "second"), [(1, 301), (256, 301), (300, 301), (301, 301)])
def test_consistency_of_two_checkpoints_is_proved(sealed, first, second):
    hashes = [bytes(entry.leaf_hash) for entry in read.stream(LOG)]
    old = sign.Checkpoint(log=LOG, size=first, note="first")
    new = sign.Checkpoint(log=LOG, size=second, note="second")

    found = prove.consistency(old, new)

    path = [base64.b64decode(node) for node in found["path"]]
    roots = [tree.Frontier().extend(hashes[:size]).root() for size in (first, second)]
    assert tree.verify_consistency(first, second, *roots, path)
    assert (found["first"], found["second"], found["hash"]) == ("first", "second", "sha256")


@pytest.mark.parametrize("seq", [2, 300])
def test_a_proof_costs_few_queries(sealed, seq, django_assert_max_num_queries):
    entry = read.entries(LOG, after=seq - 1, limit=1)[0]

    with django_assert_max_num_queries(5):
        prove.prove(entry, {"public"})


@pytest.mark.parametrize("size", [5, 63, 64, 250])
def test_nodes_come_out_the_same_from_frontier_tiles_and_leaves(log, size, monkeypatch):
    """Tiles of four hashes, so that a small log has three levels of them."""
    from kechuang.ledger import append

    for module in (append, reading):
        monkeypatch.setattr(module, "TILE", 4)
    monkeypatch.setattr(reading, "TILE_BITS", 2)
    write_many(size)
    hashes = [bytes(entry.leaf_hash) for entry in read.stream(LOG)]
    nodes = [(level, at) for level in range(8) for at in range(size >> level)]

    found = reading.source(Log.objects.get())(nodes)

    assert found == {(level, at): tree.perfect_root(hashes[at << level : (at + 1) << level]) for level, at in nodes}
    assert Tile.objects.count() == size // 4 + size // 16 + size // 64


def test_a_note_in_a_proof_is_one_that_other_tools_read(sealed):
    """C2SP: origin, size, root; em dash, key name, key id and signature."""
    note = bundle()["checkpoint"]

    head, _, signature = note.partition("\n\n")
    assert head.splitlines()[:2] == [f"kechuang/{LOG}", "301"]
    assert signature.startswith(f"— kechuang/{LOG} ")
    assert Note.parse(note).signed_by(key())
