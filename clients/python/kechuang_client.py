"""A client for a Kechuang node: one file, the standard library only. Copy it beside your program.

    from kechuang_client import Node

    node = Node("https://node.example.org", token="kc_…")        # make the token on your account page
    for order in node.rows("vouchers/orders", state="CLAIMED"):  # every page of a list, one row at a time
        print(order["number"], order["amount"])
    node.act("vouchers/orders/…/check", {})                      # an act; repeated with the same key it is done once
    node.proof("…")                                              # a fact's proof: check it with `kechuang ledger check`

Amounts and days are text, as the node sends them: ``decimal.Decimal(row["amount"])``, never ``float``.
"""

import json
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

VERSION = "v1"
TRIES = 4
LONGEST_WAIT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Refused(Exception):  # noqa: N818 - a refusal is an answer, not a fault of the program
    """The node refused: a stable ``code``, its sentence, the values that decided, the remedy, the field at fault."""

    status: int
    code: str
    detail: str
    values: Mapping[str, Any] = field(default_factory=dict)
    remedy: str = ""
    place: str = ""
    faults: tuple[Mapping[str, Any], ...] = ()

    def __str__(self) -> str:
        return f"{self.status} {self.code}: {self.detail}"


class Unreachable(Exception):  # noqa: N818 - named for what it says
    """The node could not be reached, or did not answer in time."""


class Node:
    """One node as one person sees it. Without a token: what everybody may read."""

    def __init__(
        self, address: str, token: str = "", *, timeout_seconds: float = 30, language: str = "zh-Hans"
    ) -> None:
        """Take the node's address (``https://…``). Raises ValueError for one that is no http address."""
        if not address.startswith(("https://", "http://")):
            raise ValueError(f"{address!r} is no http address")
        self.address = f"{address.rstrip('/')}/api/{VERSION}/"
        self.token, self.timeout_seconds, self.language = token, timeout_seconds, language

    def get(self, path: str, **asked: object) -> Any:  # noqa: ANN401 - JSON
        """Read one resource. Raises Refused, Unreachable."""
        return self._send("GET", path, asked=asked)

    def rows(self, path: str, **filters: object) -> Iterator[dict[str, Any]]:
        """Read a list row by row, following its cursors. Raises Refused, Unreachable."""
        after = ""
        while True:
            answer = self.get(path, **filters, **({"after": after} if after else {}))
            yield from answer["items"]
            after = answer["next"]
            if not after:
                return

    def act(self, path: str, body: Mapping[str, Any] | None = None, *, key: str = "") -> Any:  # noqa: ANN401 - JSON
        """Carry out an act. The same ``key`` (8 to 64 characters) does it once; without one a new key is drawn.

        The key stays the same when the client itself tries again. Raises Refused, Unreachable.
        """
        return self._send("POST", path, body=dict(body or {}), key=key or uuid.uuid4().hex)

    def replace(self, path: str, body: Mapping[str, Any], *, key: str = "") -> Any:  # noqa: ANN401 - JSON
        """Put a record's new version. Raises Refused, Unreachable."""
        return self._send("PUT", path, body=dict(body), key=key or uuid.uuid4().hex)

    def fact(self, identifier: str) -> dict[str, Any]:
        """Read a fact with the groups that you may see."""
        found: dict[str, Any] = self.get(f"facts/{identifier}")
        return found

    def proof(self, identifier: str) -> dict[str, Any]:
        """Read a fact's proof. ``kechuang ledger check FILE --key KEY`` checks it without the node."""
        found: dict[str, Any] = self.get(f"facts/{identifier}/proof")
        return found

    def _send(
        self,
        method: str,
        path: str,
        *,
        asked: Mapping[str, object] | None = None,
        body: dict[str, Any] | None = None,
        key: str = "",
    ) -> Any:  # noqa: ANN401 - JSON
        request = self._request(method, path, asked or {}, body, key)
        for left in reversed(range(TRIES)):
            try:
                with urllib.request.urlopen(request, timeout=self.timeout_seconds) as answer:  # noqa: S310 - checked above
                    return json.loads(answer.read() or b"null")
            except urllib.error.HTTPError as error:
                with error:
                    wait = _wait(error)
                    if wait is None or not left:
                        raise _refused(error) from None
                time.sleep(wait)
            except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
                if not left:
                    raise Unreachable(f"{self.address}: {error}") from error
                time.sleep(0.5)
        raise AssertionError("the last try answers or raises")

    def _request(
        self, method: str, path: str, asked: Mapping[str, object], body: dict[str, Any] | None, key: str
    ) -> urllib.request.Request:
        query = urllib.parse.urlencode({name: value for name, value in asked.items() if value is not None})
        url = f"{self.address}{urllib.parse.quote(path.strip('/'), safe='/')}{'?' + query if query else ''}"
        headers = {"Accept": "application/json", "Accept-Language": self.language}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if key:
            headers["Idempotency-Key"] = key
        data = None
        if body is not None:
            data, headers["Content-Type"] = json.dumps(body, ensure_ascii=False).encode(), "application/json"
        return urllib.request.Request(url, data=data, headers=headers, method=method)  # noqa: S310 - checked above


def _wait(error: urllib.error.HTTPError) -> float | None:
    """Give the seconds to wait before the next try, or None where another try would not help."""
    if error.code not in {429, 502, 503, 504}:
        return None
    said = error.headers.get("Retry-After", "1")
    return min(float(said), LONGEST_WAIT_SECONDS) if said.isdigit() else 1.0


def _refused(error: urllib.error.HTTPError) -> Refused:
    try:
        problem = json.loads(error.read())
    except ValueError:
        problem = {}
    if not isinstance(problem, dict):
        problem = {}
    return Refused(
        status=error.code,
        code=problem.get("code", f"http.{error.code}"),
        detail=problem.get("detail") or problem.get("title") or str(error.reason),
        values=problem.get("values") or {},
        remedy=problem.get("remedy") or "",
        place=problem.get("field") or "",
        faults=tuple(problem.get("faults") or ()),
    )
