"""The form of a backup: a tar stream with a manifest first and the digests of all entries last. Pure.

With a passphrase the whole stream is sealed (``sealed.py``). Reading checks every entry against the list at the end, so
a backup that was altered or cut off is not restored.
"""

import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from kechuang.config.backup.sealed import MAGIC, Opening, SealError, Sealing

FORMAT = "kechuang-backup/1"
MANIFEST, CONTENTS = "manifest.json", "contents.json"


class BackupError(Exception):
    """A backup that cannot be made, read or trusted; the message says what to do."""


class Pack:
    """A backup while it is written."""

    def __init__(self, out: IO[bytes]) -> None:
        self.tar = tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - closed by finish()
        self.digests: dict[str, str] = {}

    def put(self, name: str, data: bytes) -> None:
        """Add bytes under a name."""
        self._add(name, io.BytesIO(data), len(data))

    def put_file(self, name: str, path: Path) -> bool:
        """Add a file under a name; False for one that is gone meanwhile."""
        try:
            with path.open("rb") as file:
                self._add(name, file, path.stat().st_size)
        except FileNotFoundError:
            return False
        return True

    def _add(self, name: str, source: BinaryIO, size: int) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        reader = _Digesting(source)
        self.tar.addfile(entry, cast("IO[bytes]", reader))
        self.digests[name] = reader.found.hexdigest()

    def finish(self) -> int:
        """Write the list of contents and end the stream; give the number of entries."""
        count = len(self.digests)
        data = json.dumps(self.digests, ensure_ascii=False, sort_keys=True).encode()
        entry = tarfile.TarInfo(CONTENTS)
        entry.size = len(data)
        self.tar.addfile(entry, io.BytesIO(data))
        self.tar.close()
        return count


class _Digesting:
    """Reads on while the digest of what passes is taken."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source, self.found = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.source.read(size)
        self.found.update(data)
        return data


@contextmanager
def writing(out: BinaryIO, passphrase: str, salt: bytes) -> Iterator[Pack]:
    """Write a backup to a stream, sealed where there is a passphrase."""
    sealing = Sealing(out, passphrase, salt) if passphrase else None
    pack = Pack(cast("IO[bytes]", sealing or out))
    yield pack
    pack.finish()
    if sealing:
        sealing.close()


def read(source: BinaryIO, passphrase: str, take: Callable[[str, IO[bytes]], None]) -> dict[str, Any]:
    """Read a backup: ``take`` gets each entry's name and stream; give the manifest. Raises BackupError.

    Everything is checked only at the end: what ``take`` wrote must not be used before this returns.
    """
    begin = source.read(len(MAGIC))
    stream: Any = source
    if begin == MAGIC:
        if not passphrase:
            raise BackupError("the backup is sealed: set KECHUANG_BACKUP_PASSPHRASE to the passphrase it was made with")
        stream = Opening(source, passphrase)
    else:
        source.seek(0)
    try:
        return _entries(stream, take)
    except (tarfile.TarError, EOFError, OSError) as error:
        raise BackupError(f"the backup cannot be read: {error}") from error
    except SealError as error:
        raise BackupError(str(error)) from error


def _entries(stream: Any, take: Callable[[str, IO[bytes]], None]) -> dict[str, Any]:  # noqa: ANN401 - a readable stream
    manifest: dict[str, Any] = {}
    seen: dict[str, str] = {}
    stated: dict[str, str] | None = None
    with tarfile.open(fileobj=stream, mode="r|") as tar:
        for entry in tar:
            held = tar.extractfile(entry)
            if held is None or not entry.isfile() or not _plain(entry.name) or stated is not None:
                raise BackupError(f"the backup holds what does not belong there: {entry.name[:80]}")
            if entry.name == CONTENTS:
                stated = json.loads(held.read())
                continue
            reader = _Digesting(held)
            if entry.name == MANIFEST:
                manifest = json.loads(reader.read())
                if manifest.get("format") != FORMAT:
                    raise BackupError(f"this is no {FORMAT}, but {str(manifest.get('format'))[:60]}")
            else:
                take(entry.name, cast("IO[bytes]", reader))
                while reader.read(1 << 20):
                    pass
            seen[entry.name] = reader.found.hexdigest()
    if stated is None:
        raise BackupError("the backup was cut off: its list of contents is missing")
    if stated != seen:
        wrong = sorted(name for name in {*stated, *seen} if stated.get(name) != seen.get(name))
        raise BackupError(f"the backup was altered; these entries differ: {', '.join(wrong[:5])}")
    if not manifest:
        raise BackupError("the backup has no manifest")
    return manifest


def _plain(name: str) -> bool:
    return not name.startswith("/") and ".." not in name.split("/") and "\\" not in name and "\0" not in name
