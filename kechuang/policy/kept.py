"""The originals and texts of documents, kept byte for byte by casework."""

from kechuang.casework.files.bytes import MissingFileError, held, keep, keep_text, read, read_text

__all__ = ["MissingFileError", "held", "keep", "keep_text", "read", "read_text"]
