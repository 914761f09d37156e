"""How much the reader takes on. The largest real plan we met has 320 pages and under a million characters."""

from __future__ import annotations

from dataclasses import dataclass

MAX_BYTES = 64 * 1024 * 1024
MAX_PAGES = 3000
MAX_CHARACTERS = 20_000_000
MAX_UNPACKED_BYTES = 256 * 1024 * 1024
MAX_RATIO = 200
MAX_ENTRIES = 20_000
MAX_DEPTH = 200
# Below this ratio's floor a small file may compress very well without harm.
RATIO_FLOOR_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Extracted:
    """`text` is the raw text of the document; `encoding` only for text files, `pages` only for paged ones."""

    text: str
    kind: str
    encoding: str | None
    pages: int | None
