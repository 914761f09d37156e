"""How an SD-JWT is written: base64url, JSON, and the three forms of RFC 9901 (compact, flattened and general). Pure."""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

LONGEST = 1_000_000
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*")


class SdJwtError(ValueError):
    """An SD-JWT that is not accepted. ``code`` stays for ever; the message says what is wrong."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def text_of(data: bytes) -> str:
    """Give bytes as base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def bytes_of(text: object) -> bytes:
    """Read base64url in its one canonical form. Raises SdJwtError."""
    if isinstance(text, str) and _BASE64URL.fullmatch(text):
        try:
            data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        except (binascii.Error, ValueError):
            data = b""
        if text_of(data) == text:
            return data
    raise SdJwtError("coding", "a part is not base64url")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise SdJwtError("coding", "an object names a member twice")
    return found


def _no_constant(text: str) -> Any:  # noqa: ANN401 - never returns
    raise SdJwtError("coding", f"{text} is no JSON")


def read_json(data: bytes | str) -> Any:  # noqa: ANN401 - any JSON value
    """Read JSON in which no member is named twice. Raises SdJwtError."""
    try:
        return json.loads(data, object_pairs_hook=_once, parse_constant=_no_constant)
    except SdJwtError:
        raise
    except (ValueError, RecursionError):
        raise SdJwtError("coding", "a part is not JSON") from None


def write_json(value: object) -> bytes:
    """Write JSON compactly as UTF-8. Raises TypeError or ValueError for what JSON cannot hold."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def read_object(text: object, what: str) -> dict[str, Any]:
    """Read a base64url part that holds an object. Raises SdJwtError."""
    found = read_json(bytes_of(text))
    if not isinstance(found, dict):
        raise SdJwtError("coding", f"{what} is not an object")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """One signature over the payload, with its protected header."""

    protected: str
    signature: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """An SD-JWT taken apart: payload, signatures, disclosures, and the key binding if there is one. Not yet checked."""

    payload: str
    signatures: tuple[Signed, ...]
    disclosures: tuple[str, ...] = ()
    binding: str = ""

    def compact(self) -> str:
        """Give the compact form. Raises SdJwtError for a token with several signatures."""
        if len(self.signatures) != 1:
            raise SdJwtError("form", "a token with several signatures has no compact form")
        return self.presented + self.binding

    @property
    def presented(self) -> str:
        """What a key binding speaks for: the first signature's JWT and the disclosures, each with its tilde."""
        first = self.signatures[0]
        jwt = f"{first.protected}.{self.payload}.{first.signature}"
        return "".join(f"{part}~" for part in (jwt, *self.disclosures))

    def json(self) -> dict[str, Any]:
        """Give the JSON form: flattened for one signature, general for several."""
        header: dict[str, Any] = {"disclosures": list(self.disclosures)}
        if self.binding:
            header["kb_jwt"] = self.binding
        signed = [{"protected": each.protected, "signature": each.signature} for each in self.signatures]
        if len(signed) == 1:
            return {"payload": self.payload, **signed[0], "header": header}
        return {"payload": self.payload, "signatures": [{**signed[0], "header": header}, *signed[1:]]}

    def bare(self) -> "Token":
        """Give it without key binding."""
        return replace(self, binding="")


def parse(text: str) -> Token:
    """Take an SD-JWT apart, in whichever form it comes. Raises SdJwtError."""
    if len(text) > LONGEST:
        raise SdJwtError("form", f"an SD-JWT longer than {LONGEST} characters is not read")
    if text.lstrip().startswith("{"):
        return _of_json(read_json(text))
    jwt, tilde, rest = text.strip().partition("~")
    parts = jwt.split(".")
    if not tilde or len(parts) != 3 or not all(parts):
        raise SdJwtError("form", "an SD-JWT is header.payload.signature, then disclosures, each with a tilde")
    *disclosures, binding = rest.split("~")
    if not all(disclosures):
        raise SdJwtError("form", "a disclosure is empty")
    signed = Signed(protected=parts[0], signature=parts[2])
    return Token(payload=parts[1], signatures=(signed,), disclosures=tuple(disclosures), binding=binding)


def _text(found: Mapping[str, Any], name: str) -> str:
    value = found.get(name)
    if not isinstance(value, str) or not value:
        raise SdJwtError("form", f"{name!r} is missing or no text")
    return value


def _of_json(found: Any) -> Token:  # noqa: ANN401 - any JSON value
    rows = found.get("signatures", [found])
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise SdJwtError("form", "'signatures' is not a list of signatures")
    header = rows[0].get("header", {})
    others = [row.get("header", {}) for row in rows[1:]]
    if not isinstance(header, dict) or any(not isinstance(each, dict) or "disclosures" in each for each in others):
        raise SdJwtError("form", "the disclosures stand in the header of the first signature alone")
    disclosures = header.get("disclosures", [])
    if not isinstance(disclosures, list) or not all(isinstance(each, str) and each for each in disclosures):
        raise SdJwtError("form", "'disclosures' is not a list of texts")
    signatures = tuple(Signed(protected=_text(row, "protected"), signature=_text(row, "signature")) for row in rows)
    binding = _text(header, "kb_jwt") if "kb_jwt" in header else ""
    return Token(
        payload=_text(found, "payload"), signatures=signatures, disclosures=tuple(disclosures), binding=binding
    )
