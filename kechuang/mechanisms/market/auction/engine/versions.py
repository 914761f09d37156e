"""A map whose versions all stay readable, with constant cost for a chain of changes.

A state must not change under those who hold it, and a bid must not copy what stands about a thousand paddles. So the
newest version owns one dictionary, and each older version remembers only what its successor changed (Baker's persistent
arrays). Reading the newest costs one look-up; an old version walks forward to it; a change to an old version copies
first.
"""

from collections.abc import Iterator, Mapping
from typing import cast

_ABSENT: object = object()


class Versions[K, V](Mapping[K, V]):
    """An immutable mapping; :meth:`put` gives the next version. Keys keep the order in which they first came."""

    __slots__ = ("_changed", "_held", "_newer", "_was")

    def __init__(self, held: dict[K, V] | None = None) -> None:
        self._held: dict[K, V] | None = {} if held is None else held
        self._newer: Versions[K, V] | None = None
        self._changed: K | None = None
        self._was: object = _ABSENT

    def put(self, key: K, value: V) -> "Versions[K, V]":
        """Give the version in which ``key`` has ``value``; this one stays as it is."""
        held = self._held
        if held is None:
            return Versions({**self._whole(), key: value})
        self._was, self._changed = held.get(key, _ABSENT), key
        held[key] = value
        self._held, self._newer = None, Versions(held)
        return self._newer

    def _whole(self) -> dict[K, V]:
        """Give what this version holds; a copy, unless it is the newest."""
        if self._held is not None:
            return self._held
        undone: dict[K, object] = {}
        at: Versions[K, V] = self
        while at._newer is not None:
            undone.setdefault(cast("K", at._changed), at._was)
            at = at._newer
        newest = at._whole()  # noqa: SLF001 - a version of the same map
        whole = {key: undone.get(key, value) for key, value in newest.items()}
        return cast("dict[K, V]", {key: value for key, value in whole.items() if value is not _ABSENT})

    def __getitem__(self, key: K) -> V:
        return self._whole()[key]

    def find(self, key: K) -> V | None:
        """Give what :meth:`get` gives, without copying where this is the newest version: once for every bid."""
        held = self._held
        return held.get(key) if held is not None else self._whole().get(key)

    def __iter__(self) -> Iterator[K]:
        return iter(tuple(self._whole()))

    def __len__(self) -> int:
        return len(self._whole())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Versions) and self._whole() == other._whole()

    __hash__ = None  # type: ignore[assignment]  # compared by content, and the content may be large

    def __repr__(self) -> str:
        return f"Versions({self._whole()!r})"
