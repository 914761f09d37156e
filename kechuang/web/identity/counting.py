"""A cache in the node's own database, shared by all processes that serve it: for counts, locks and codes used once.

Django's own database cache reads, adds and writes back, so two processes can count one try as none. Here counting is
one statement. Values are numbers or JSON; nothing is unpickled. Keys that people typed are hashed by the callers.
"""

import json
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection

from kechuang.web import clock
from kechuang.web.identity.models import Count

FOR_EVER = 2**62

_HIT = """INSERT INTO identity_count (key, number, text, ends_at) VALUES (%s, %s, '', %s)
ON CONFLICT (key) DO UPDATE SET
  number = CASE WHEN identity_count.ends_at <= %s THEN excluded.number ELSE identity_count.number + excluded.number END,
  ends_at = CASE WHEN identity_count.ends_at <= %s THEN excluded.ends_at ELSE identity_count.ends_at END
RETURNING number"""

_ADD = """INSERT INTO identity_count (key, number, text, ends_at) VALUES (%s, %s, %s, %s)
ON CONFLICT (key) DO UPDATE SET number = excluded.number, text = excluded.text, ends_at = excluded.ends_at
WHERE identity_count.ends_at <= %s
RETURNING ends_at"""


def _now() -> int:
    return int(clock.real_now().timestamp() * 1000)


class SharedCache(BaseCache):
    """Django's cache interface over the table ``identity_count``."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def hit(self, key: str, seconds: int, by: int = 1) -> int:
        """Add to a count in one statement; give the sum within ``seconds`` of its first addition."""
        now = _now()
        with connection.cursor() as cursor:
            cursor.execute(_HIT, [self.make_and_validate_key(key), by, now + seconds * 1000, now, now])
            return int(cursor.fetchone()[0])

    def add(self, key: str, value: object, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:  # noqa: ANN401 - Django's own signature
        """Keep a value only where none stands; say whether it was kept."""
        number, text = _stored(value)
        name = self.make_and_validate_key(key, version=version)
        with connection.cursor() as cursor:
            cursor.execute(_ADD, [name, number, text, self._end(timeout), _now()])
            return cursor.fetchone() is not None

    def get(self, key: str, default: object = None, version: int | None = None) -> Any:  # noqa: ANN401 - Django's own signature
        """Give the value that stands under a key and has not ended."""
        row = Count.objects.filter(pk=self.make_and_validate_key(key, version=version), ends_at__gt=_now()).first()
        if row is None:
            return default
        return json.loads(row.text) if row.number is None else row.number

    def set(self, key: str, value: object, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:  # noqa: ANN401 - Django's own signature
        """Keep a value."""
        number, text = _stored(value)
        row = Count(self.make_and_validate_key(key, version=version), number, text, self._end(timeout))
        fields = ["number", "text", "ends_at"]
        Count.objects.bulk_create([row], update_conflicts=True, unique_fields=["key"], update_fields=fields)

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:  # noqa: ANN401 - Django's own signature
        """Move the end of a value that still stands."""
        name = self.make_and_validate_key(key, version=version)
        return bool(Count.objects.filter(pk=name, ends_at__gt=_now()).update(ends_at=self._end(timeout)))

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget a value."""
        return bool(Count.objects.filter(pk=self.make_and_validate_key(key, version=version)).delete()[0])

    def clear(self) -> None:
        """Forget everything."""
        Count.objects.all().delete()

    def _end(self, timeout: Any) -> int:  # noqa: ANN401 - Django's own signature
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return FOR_EVER if seconds is None else _now() + int(seconds * 1000)


def _stored(value: object) -> tuple[int | None, str]:
    if isinstance(value, int) and not isinstance(value, bool):
        return value, ""
    return None, json.dumps(value)


def tidy() -> int:
    """Remove what has ended; give how many rows that were."""
    return Count.objects.filter(ends_at__lte=_now()).delete()[0]
