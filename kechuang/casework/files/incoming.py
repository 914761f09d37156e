"""Uploads on their way in: held in memory that is no file, so that what is refused never touched a disk.

Django would write larger uploads to a temporary file. A refused file with a mark of secrecy must leave no byte on the
disk, so the bytes wait in an anonymous memory file (``memfd_create``), bounded, and are handed to the child process
and to the kept files from there.
"""

import io
import os
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


def most_bytes() -> int:
    """Give the greatest size of one upload, in bytes (``KECHUANG_FILE_MEGABYTES``)."""
    return int(getattr(settings, "KECHUANG_FILE_MEGABYTES", 50)) << 20


class _Anonymous(io.FileIO):
    """Memory without a name. A request that breaks off leaves it to be collected, which lets go of it: no fault."""

    def _dealloc_warn(self, _source: object) -> None:
        """Say nothing: nobody else holds the memory."""

    def __del__(self) -> None:
        """Let go of the memory."""
        self.close()


def _memory() -> BinaryIO:
    if hasattr(os, "memfd_create"):
        return cast("BinaryIO", io.BufferedRandom(_Anonymous(os.memfd_create("upload", os.MFD_CLOEXEC), "r+b")))
    return io.BytesIO()


class Incoming(UploadedFile):
    """An upload in memory. ``whole`` is False where it grew beyond the bound: then only its size is known."""

    whole = True


class MemoryUpload(FileUploadHandler):
    """Takes uploads into memory; what lies beyond the bound is read and let go, so that the form hears of it."""

    def new_file(self, *args: object, **kwargs: object) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments, passed on
        self.held, self.size, self.whole = _memory(), 0, True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's signature
        """Take the next bytes."""
        self.size += len(raw_data)
        if self.size > most_bytes():
            if self.whole:
                self.held.close()
                self.held, self.whole = io.BytesIO(), False
            return
        self.held.write(raw_data)

    def file_complete(self, file_size: int) -> Incoming:
        """Give the file."""
        self.held.seek(0)
        done = Incoming(self.held, self.file_name, self.content_type, file_size, self.charset, self.content_type_extra)
        done.whole = self.whole
        return done

    def upload_interrupted(self) -> None:
        """Let go of what came."""
        if hasattr(self, "held"):
            self.held.close()
