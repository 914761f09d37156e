"""A statement as it travels from one region to another: plain JSON with a digest over everything in it. Pure."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.sharing.settlement.rules.lines import KINDS, Line
from kechuang.mechanisms.sharing.settlement.rules.periods import Period

FORMAT = "kechuang.settlement.statement/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One version of a statement from ``sender`` to ``receiver``.

    ``edition`` names the rules that the sender worked with, ``log_size`` how much of its log the lines were read from.
    """

    sender: str
    receiver: str
    period: Period
    version: int
    edition: str
    log_size: int
    lines: tuple[Line, ...]

    @property
    def body(self) -> dict[str, Any]:
        """The message as JSON values, without the digest."""
        return {
            "format": FORMAT,
            "from": self.sender,
            "to": self.receiver,
            "period": {"first": self.period.first.isoformat(), "last": self.period.last.isoformat()},
            "version": self.version,
            "edition": self.edition,
            "log_size": self.log_size,
            "lines": [plain_line(line) for line in self.lines],
        }

    @property
    def digest(self) -> str:
        """SHA-256 over the body as JSON with sorted keys and without blanks, in hexadecimal."""
        text = json.dumps(self.body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """The message with its digest, ready to be sent."""
        return {**self.body, "digest": self.digest}


def plain_line(line: Line) -> dict[str, str]:
    """Give a line as it stands in messages and facts: all text."""
    return {
        "order": line.order,
        "number": line.number,
        "kind": line.kind,
        "payer": line.payer,
        "provider": line.provider,
        "amount": format(line.amount.quantize(Decimal("0.01")), "f"),
        "on": line.on.isoformat(),
    }


def read_line(raw: Mapping[str, str]) -> Line:
    """Read a line of a message. Raises KeyError, ValueError or InvalidOperation for anything but a well-formed one."""
    line = Line(
        order=str(raw["order"]),
        number=str(raw.get("number", "")),
        kind=str(raw["kind"]),
        payer=str(raw["payer"]),
        provider=str(raw["provider"]),
        amount=Decimal(str(raw["amount"])),
        on=date.fromisoformat(str(raw["on"])),
    )
    fine = line.amount.is_finite() and line.amount == line.amount.quantize(Decimal("0.01")) and line.amount > 0
    if line.kind not in KINDS or not fine or not line.order:
        raise ValueError(f"not a line of a statement: {line.order} {line.kind} {line.amount}")
    return line


def read_message(raw: object) -> Message | Refusal:
    """Read a message, or say why it is none: another format, a field missing, or a digest that does not fit."""
    if not isinstance(raw, Mapping) or raw.get("format") != FORMAT:
        found = str(raw.get("format", "")) if isinstance(raw, Mapping) else type(raw).__name__
        return Refusal("settlement.message_format", {"found": found, "wanted": FORMAT})
    try:
        message = _message(raw)
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        return Refusal("settlement.message_unreadable", {"detail": str(error)[:200]})
    if message.digest != raw.get("digest"):
        return Refusal("settlement.message_altered", {"sender_place": message.sender, "digest": message.digest})
    return message


def _message(raw: Mapping[str, Any]) -> Message:
    lines: Sequence[Mapping[str, str]] = raw["lines"]
    period = Period(date.fromisoformat(raw["period"]["first"]), date.fromisoformat(raw["period"]["last"]))
    message = Message(
        sender=str(raw["from"]),
        receiver=str(raw["to"]),
        period=period,
        version=int(raw["version"]),
        edition=str(raw["edition"]),
        log_size=int(raw["log_size"]),
        lines=tuple(read_line(line) for line in lines),
    )
    pair = {message.sender, message.receiver}
    if len(pair) != 2 or message.version < 1 or period.last < period.first:
        raise ValueError("sender, receiver, version or period")
    if any({line.payer, line.provider} != pair for line in message.lines):
        raise ValueError("a line of other regions")
    if len({line.key for line in message.lines}) != len(message.lines):
        raise ValueError("an order twice")
    return message
