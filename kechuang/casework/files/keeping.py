"""Keeping an upload: looked at in a child process first, then kept byte for byte, then written into the register."""

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta
from io import BytesIO
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.core.files.base import File
from django.db import transaction

from kechuang.casework.files import bytes as kept
from kechuang.casework.files import incoming, retention
from kechuang.casework.files.look import isolated, kinds
from kechuang.casework.files.look.faults import UnfitError
from kechuang.casework.files.models import ERASED, KEPT, WAITING, Archive, StoredFile
from kechuang.casework.models import Case
from kechuang.kernel.refusal import Refusal
from kechuang.web import chance, clock
from kechuang.web.permissions import Actor

LABEL = b"kechuang-file/1"
LONGEST_NAME = 200
LONGEST_TITLE = 120
UNSENT_DAYS = 7


def commitment_of(salt: bytes, digest: str) -> str:
    """Give the salted digest that a fact holds: without the salt not even a file at hand can be tested against it."""
    return hashlib.sha256(LABEL + salt + bytes.fromhex(digest)).hexdigest()


def keep(
    upload: File | None,
    *,
    by: Actor,
    case: UUID | None = None,
    declared: bool,
    on: date,
    title: str = "",
    replaces: StoredFile | None = None,
) -> StoredFile | Refusal:
    """Keep an upload, or say why not; of a refused file no byte stays anywhere.

    ``declared`` is the tick that the file holds no state secret (非涉密); without it nothing is looked at. With a case
    the file belongs to that case at once and the caller's own act leaves the fact; without, it waits for the form in
    which it was chosen, and goes after seven days if that is never sent. ``replaces`` makes it the next version.
    """
    refusal = _before(upload, declared=declared)
    if refusal or upload is None:
        return refusal or Refusal("files.none", {}, place="file")
    name = _plain_name(upload.name or "")
    source = _stream(upload)
    try:
        found = isolated.look_at(source, name)
    except UnfitError as unfit:
        return Refusal(unfit.code, unfit.values, place="file")
    finally:
        source.seek(0)
    kind = kinds.KINDS[found.kind]
    digest, size = kept.keep_stream(source)
    salt, term = chance.salt(), _term(case)
    identifier = chance.uuid7()
    try:
        with transaction.atomic():
            return StoredFile.objects.create(
                id=identifier,
                digest=digest,
                salt=salt,
                commitment=commitment_of(salt, digest),
                name=name,
                title=title[:LONGEST_TITLE],
                kind=kind.code,
                media_type=kind.media_type,
                size=size,
                pages=found.pages,
                notes=[list(note) for note in found.notes],
                declared=True,
                state=KEPT if case else WAITING,
                case_id=case,
                series=replaces.series if replaces else identifier,
                version=replaces.version + 1 if replaces else 1,
                kept_by_id=by.person,
                body_id=by.grants[0].body if by.grants else None,
                kept_at=clock.real_now(),
                kept_on=on,
                retention=term,
                keep_until=retention.until(term, on),
            )
    except BaseException:
        kept.remove_unheld([digest])
        raise


def keep_bytes(data: bytes, name: str, **known: Any) -> StoredFile | Refusal:  # noqa: ANN401 - as keep()
    """Keep bytes that the program or an interface holds in memory; further arguments as for :func:`keep`."""
    return keep(File(BytesIO(data), name=name), **known)


def _before(upload: File | None, *, declared: bool) -> Refusal | None:
    if upload is None:
        return Refusal("files.none", {}, place="file")
    name, size, limit = _plain_name(upload.name or ""), int(upload.size or 0), incoming.most_bytes()
    if not declared:
        return Refusal("files.not_declared", {"name": name}, place="declared")
    if size > limit or not getattr(upload, "whole", True):
        return Refusal("files.too_large", {"name": name, "bytes": size, "limit": limit}, place="file")
    if not size:
        return Refusal("files.empty", {"name": name, "bytes": 0}, place="file")
    return None


def _plain_name(name: str) -> str:
    """Give the last part of a path; a long name keeps its ending."""
    return name.replace("\\", "/").rpartition("/")[2][-LONGEST_NAME:]


def _stream(upload: File) -> BinaryIO:
    file: Any = upload.file
    try:
        file.fileno()
    except (OSError, AttributeError):
        upload.seek(0)
        return BytesIO(upload.read())
    return cast("BinaryIO", file)


def _term(case: UUID | None) -> str:
    kind = Case.objects.filter(pk=case).values_list("kind", flat=True).first() if case else None
    return retention.of(kind or "").code


def attach(file: StoredFile, case: UUID) -> None:
    """Give a waiting file to a case, inside the act that hands it in."""
    term = _term(case)
    StoredFile.objects.filter(pk=file.pk, state=WAITING).update(
        case=case, state=KEPT, retention=term, keep_until=retention.until(term, file.kept_on)
    )


def forget(files: Iterable[StoredFile]) -> None:
    """Empty what can be read of files in the register; call :func:`sweep_bytes` after the transaction."""
    StoredFile.objects.filter(pk__in=[file.pk for file in files]).update(
        digest="", salt=None, name="", title="", state=ERASED
    )


def sweep_bytes(digests: Iterable[str]) -> int:
    """Remove bytes, and previews made from them, that no table names any more; outside a transaction."""
    from kechuang.casework.files import previews  # noqa: PLC0415 - previews keep nothing that keeping needs

    wanted = [digest for digest in digests if digest]
    removed = kept.remove_unheld(wanted)
    for digest in wanted:
        if not kept.held(digest):
            previews.drop(digest)
    return removed


def sweep_unsent() -> int:
    """Remove the files of forms that were never sent, after seven days; give their number."""
    before = clock.real_now() - timedelta(days=UNSENT_DAYS)
    rows = list(StoredFile.objects.filter(state=WAITING, kept_at__lt=before).order_by("kept_at")[:500])
    used = kept.still_held_elsewhere({row.digest for row in rows}, "files")
    gone = [row for row in rows if row.digest not in used]
    StoredFile.objects.filter(pk__in=[row.pk for row in gone]).delete()
    sweep_bytes({row.digest for row in gone})
    # What is named by another table has arrived there: it is no longer the file of an unsent form.
    StoredFile.objects.filter(pk__in=[row.pk for row in rows if row.digest in used]).update(state=KEPT)
    for aside in kept.leftovers():
        if aside.stat().st_mtime < before.timestamp():
            aside.unlink(missing_ok=True)
    return len(gone)


def held_digests(digests: Iterable[str]) -> set[str]:
    """Give those of the digests that the register, or an archive package, names."""
    wanted = list(digests)
    files = StoredFile.objects.filter(digest__in=wanted).values_list("digest", flat=True)
    return set(files) | set(Archive.objects.filter(digest__in=wanted).values_list("digest", flat=True))
