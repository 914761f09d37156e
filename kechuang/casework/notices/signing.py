"""Signing what a webhook sends, after the Standard Webhooks specification 1.0. Pure; receivers may use ``verify`` too.

``webhook-id`` is the same for every try of one event, ``webhook-timestamp`` is the moment of the try in seconds, and
``webhook-signature`` is ``v1,`` with the base64 of HMAC-SHA256 over ``id.timestamp.body`` under the secret's bytes.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime

PREFIX = "whsec_"
WINDOW_SECONDS = 300


def secret_of(raw: bytes) -> str:
    """Write a secret of 24 to 64 bytes as it is handed over. Raises ValueError for another length."""
    if not 24 <= len(raw) <= 64:
        raise ValueError(f"a webhook's secret has 24 to 64 bytes, not {len(raw)}")
    return PREFIX + base64.b64encode(raw).decode()


def signature(secret: str, identifier: str, timestamp: int, body: bytes) -> str:
    """Give the signature of one try."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{identifier}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def headers(secret: str, identifier: str, moment: datetime, body: bytes) -> dict[str, str]:
    """Give the three headers of one try."""
    timestamp = int(moment.timestamp())
    return {
        "webhook-id": identifier,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(secret, identifier, timestamp, body),
    }


def verify(secret: str, given: Mapping[str, str], body: bytes, moment: datetime) -> bool:
    """Say whether a body was signed with the secret not longer than five minutes before or after ``moment``."""
    lowered = {name.lower(): value for name, value in given.items()}
    try:
        timestamp = int(lowered["webhook-timestamp"])
        sent = datetime.fromtimestamp(timestamp, UTC)
        expected = signature(secret, lowered["webhook-id"], timestamp, body)
    except (KeyError, ValueError, OverflowError, OSError, binascii.Error):
        return False
    if abs((moment - sent).total_seconds()) > WINDOW_SECONDS:
        return False
    return any(hmac.compare_digest(expected, one) for one in lowered.get("webhook-signature", "").split())
