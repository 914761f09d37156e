"""Signing: checkpoints of a log's head, kept in the database and in files beside it, and the change of keys."""

import json
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from kechuang.ledger import checkpoint as notes
from kechuang.ledger import keys
from kechuang.ledger.checkpoint import Signer, Statement
from kechuang.ledger.keys import KeyUnusableError
from kechuang.ledger.leaf import moment_text
from kechuang.ledger.models import Checkpoint, Log, LogKey

TAIL = 16_384


def checkpoint(log_code: str, *, made_at: datetime) -> Checkpoint:
    """Sign the log's head and keep the checkpoint in the database and in the log's checkpoint file.

    A head that is signed already is not signed again. The log's first checkpoint draws its key. Must not be called
    inside a transaction: what is signed has to be committed. Raises Log.DoesNotExist, KeyUnusableError.
    """
    with transaction.atomic(durable=True):
        log = Log.objects.select_for_update(no_key=True).get(code=log_code)
        signer = _signer(log, made_at)
        key_id = signer.verifier.id.hex()
        made, _ = Checkpoint.objects.get_or_create(
            log=log.code,
            size=log.size,
            key_id=key_id,
            defaults={
                "root": bytes(log.root),
                "note": Statement(notes.origin_of(log.code), log.size, bytes(log.root)).sign(signer),
                "made_at": made_at,
            },
        )
    # After the commit: a file that is ahead of the database would look like a tail that was cut off. A crash in
    # between leaves the file behind, and the next checkpoint catches up.
    _write(log_code)
    return made


def checkpoint_all(*, made_at: datetime) -> list[Checkpoint]:
    """Sign the head of every log that holds an entry."""
    codes = Log.objects.filter(size__gt=0).order_by("code").values_list("code", flat=True)
    return [checkpoint(code, made_at=made_at) for code in list(codes)]


def covering(log: str, seq: int) -> Checkpoint | None:
    """Give the newest checkpoint of a log that covers an entry, if there is one."""
    return Checkpoint.objects.filter(log=log, size__gte=seq).order_by("-size", "-pk").first()


def latest(log: str) -> Checkpoint | None:
    """Give the newest checkpoint of a log, if there is one."""
    return covering(log, 0)


def current_key(log: str) -> LogKey | None:
    """Give the key that signs a log now; None before its first checkpoint."""
    return LogKey.objects.filter(log=log).order_by("-pk").first()


def rotations(log: str) -> list[str]:
    """Give the statements by which each key of a log handed over to the next, oldest first."""
    return list(LogKey.objects.filter(log=log).exclude(statement="").order_by("pk").values_list("statement", flat=True))


def rotate(log_code: str, *, made_at: datetime, old_key_lost: bool = False) -> LogKey:
    """Draw a new key for a log, have the old one sign it over, and keep it; the old file stays beside the new one.

    With ``old_key_lost`` nothing vouches for the new key, ``verify`` says so, and its verifier has to be published by
    other means. Raises KeyUnusableError where the old key cannot be read and was not given up.
    """
    with transaction.atomic(durable=True):
        log = Log.objects.select_for_update(no_key=True).get(code=log_code)
        new = keys.draw(log.code)
        statement = "" if old_key_lost else notes.rotation(_signer(log, made_at), new, log.size)
        made = LogKey.objects.create(
            log=log.code,
            key_id=new.verifier.id.hex(),
            verifier=str(new.verifier),
            since_size=log.size,
            statement=statement,
            made_at=made_at,
        )
        keys.keep(log.code, new)
    checkpoint(log_code, made_at=made_at)
    return made


def _signer(log: Log, made_at: datetime) -> Signer:
    """Give the log's private key, drawing its first one; it must be the one whose public half is on record."""
    known, signer = current_key(log.code), keys.read(log.code)
    if signer is None:
        if known:
            raise KeyUnusableError(
                f"the private key {known.key_id} of log {log.code} is in neither {keys.path(log.code)} nor"
                f" ${keys.variable(log.code)}; restore it from the backup of KECHUANG_HOME/keys"
            )
        signer = keys.draw(log.code)
        keys.keep(log.code, signer)
    if known is None:
        key_id, verifier = signer.verifier.id.hex(), str(signer.verifier)
        LogKey.objects.create(log=log.code, key_id=key_id, verifier=verifier, since_size=log.size, made_at=made_at)
    elif known.verifier != str(signer.verifier):
        raise KeyUnusableError(
            f"log {log.code} is signed by key {known.key_id}, but the private key at hand is"
            f" {signer.verifier.id.hex()}; restore the right one, or run `kechuang ledger rotate {log.code}` with it"
        )
    return signer


def file_of(log: str) -> Path:
    """Give the file that keeps a log's checkpoints outside the database: one JSON object a line, made_at and note."""
    return Path(settings.KECHUANG_HOME) / "checkpoints" / f"{log}.jsonl"


def kept(log: str) -> Iterable[tuple[int, str]]:
    """Give the notes in a log's checkpoint file with their line numbers; a line that cannot be read gives ''."""
    file = file_of(log)
    if not file.exists():
        return
    with file.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            yield number, _note(line)


def _note(line: str) -> str:
    try:
        note = json.loads(line)["note"]
    except (ValueError, KeyError, TypeError):
        return ""
    return note if isinstance(note, str) else ""


def _write(log: str) -> None:
    """Append to the log's file the checkpoints of the database that are newer than the file's last."""
    rows = Checkpoint.objects.filter(log=log)
    last = _last(log)
    if last:
        known = rows.filter(note=last).first()
        rows = rows.filter(pk__gt=known.pk) if known else rows.exclude(note=last)
    lines = [
        json.dumps({"made_at": moment_text(made_at), "note": note}, ensure_ascii=False) + "\n"
        for note, made_at in rows.order_by("pk").values_list("note", "made_at")
    ]
    if not lines:
        return
    file = file_of(log)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as out:
        out.write("".join(lines))
        out.flush()
        os.fsync(out.fileno())


def _last(log: str) -> str:
    """Give the last note in a log's checkpoint file, read from its end; '' if there is none."""
    file = file_of(log)
    if not file.exists():
        return ""
    with file.open("rb") as data:
        data.seek(max(0, file.stat().st_size - TAIL))
        return _note(data.read().decode(errors="replace").rstrip("\n").rpartition("\n")[2])
