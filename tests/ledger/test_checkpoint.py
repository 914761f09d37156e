"""Checkpoints: the C2SP note formats, signatures, and keys that hand over to each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.ledger import checkpoint as notes
from kechuang.ledger.checkpoint import Note, NoteError, Rotation, Signer, Statement, Trust, Verifier

ORIGIN = notes.origin_of("330100-kj")
FIRST, SECOND, THIRD = (Signer(ORIGIN, bytes([number]) * 32) for number in (1, 2, 3))
ROOT = bytes(range(32))


def test_the_published_example_of_signed_notes_comes_out_the_same():
    signer = Signer.parse("PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")
    text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"

    line = signer.sign(text)

    assert str(signer.verifier) == "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    assert line == (
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    )
    assert Note.parse(text + "\n" + line).signed_by(signer.verifier)


def test_a_checkpoint_says_origin_size_and_root():
    note = Statement(ORIGIN, 42, ROOT).sign(FIRST)

    read = Note.parse(note)

    assert read.text == "kechuang/330100-kj\n42\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
    assert Statement.parse(read.text) == Statement(ORIGIN, 42, ROOT)
    assert read.signed_by(FIRST.verifier)
    assert not read.signed_by(SECOND.verifier)


@given(st.integers(0, 2000))
def test_no_byte_of_a_checkpoint_can_be_changed(at):
    note = Statement(ORIGIN, 42, ROOT).sign(FIRST).encode()
    at %= len(note)
    changed = note[:at] + bytes([note[at] ^ 1]) + note[at + 1 :]

    try:
        read = Note.parse(changed.decode())
        held = read.signed_by(FIRST.verifier)
    except (NoteError, UnicodeDecodeError):
        held = False

    assert not held


def test_further_lines_of_a_checkpoint_are_left_alone():
    assert Statement.parse(Statement(ORIGIN, 7, ROOT).text() + "more\n") == Statement(ORIGIN, 7, ROOT)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kechuang/x\n1\n", "three lines"),
        ("\n1\nAAAA\n", "three lines"),
        ("kechuang/x\n01\nAAAA\n", "whole number"),
        ("kechuang/x\n-1\nAAAA\n", "whole number"),
        ("kechuang/x\n٣\nAAAA\n", "whole number"),
        ("kechuang/x\n" + "9" * 5000 + "\nAAAA\n", "whole number"),
        ("kechuang/x\n1\n!!!\n", "not base64"),
        ("kechuang/x\n1\nAAAA\n", "32 bytes"),
    ],
)
def test_a_text_that_is_no_checkpoint_is_refused(text, message):
    with pytest.raises(NoteError, match=message):
        Statement.parse(text)


@pytest.mark.parametrize(
    ("note", "message"),
    [
        ("text\n", "text, an empty line and signature lines"),
        ("text\n\nno signature\n", "not base64|not a signature line"),
        ("text\n\n— name AAAA\n", "not a signature line"),
        ("text\n\n— name !!!!\n", "not base64"),
        ("x" * 200_000, "longer than"),
        ("text\ud800\n\n— name AAAAAAAA\n", "UTF-8"),
    ],
)
def test_a_text_that_is_no_note_is_refused(note, message):
    with pytest.raises(NoteError, match=message):
        Note.parse(note)


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("name", "name\\+keyid\\+base64"),
        ("name+c74f20a3+AAAA", "not Ed25519"),
        ("na me+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "no key name"),
        ("PeterNeumann+00000000+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "should be c74f20a3"),
    ],
)
def test_a_text_that_is_no_verifier_is_refused(key, message):
    with pytest.raises(NoteError, match=message):
        Verifier.parse(key)


def test_a_private_key_is_read_back_and_never_shown():
    again = Signer.parse(FIRST.secret() + "\n")

    assert again == FIRST
    assert "01" * 32 not in repr(again)
    assert repr(again) == "Signer('kechuang/330100-kj')"


@pytest.mark.parametrize("text", ["", "PRIVATE+KEY+x", FIRST.secret()[:-8], FIRST.secret().replace("330100", "330200")])
def test_a_text_that_is_no_private_key_is_refused_without_quoting_it(text):
    with pytest.raises(NoteError) as refused:
        Signer.parse(text)

    assert "AQEBAQ" not in str(refused.value)


def test_a_key_hands_over_to_the_next_and_each_counts_for_its_own_sizes():
    statements = [notes.rotation(SECOND, THIRD, 20), notes.rotation(FIRST, SECOND, 10)]

    from_first, from_third = notes.trusted(FIRST.verifier, statements), notes.trusted(THIRD.verifier, statements)

    chain = [Trust(FIRST.verifier, 0, 10), Trust(SECOND.verifier, 10, 20), Trust(THIRD.verifier, 20, None)]
    assert sorted(from_first, key=lambda trust: trust.first) == chain
    assert sorted(from_third, key=lambda trust: trust.first) == chain


def test_a_statement_about_other_keys_gives_no_trust():
    assert notes.trusted(FIRST.verifier, [notes.rotation(SECOND, THIRD, 20)]) == [Trust(FIRST.verifier)]


def test_a_key_that_gave_way_signs_nothing_new():
    trusts = notes.trusted(SECOND.verifier, [notes.rotation(FIRST, SECOND, 10)])
    old, new = (Note.parse(Statement(ORIGIN, size, ROOT).sign(FIRST)) for size in (10, 11))

    assert any(trust.covers(old, 10) for trust in trusts)
    assert not any(trust.covers(new, 11) for trust in trusts)


def test_a_hand_over_needs_both_signatures_and_one_name():
    both = notes.rotation(FIRST, SECOND, 10)
    lines = both.splitlines(keepends=True)
    other = Signer("kechuang/elsewhere", bytes([9]) * 32)

    assert Rotation.parse(both) == Rotation(FIRST.verifier, SECOND.verifier, 10)
    for broken in ("".join(lines[:-1]), "".join([*lines[:-2], lines[-1]]), both.replace("\n10\n", "\n11\n")):
        with pytest.raises(NoteError, match="signatures of the old and of the new key"):
            Rotation.parse(broken)
    with pytest.raises(NoteError, match="one origin"):
        Rotation.parse(notes.rotation(FIRST, other, 10))
