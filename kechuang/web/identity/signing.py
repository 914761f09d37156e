"""The signature of a call to a portal: HMAC-SHA256 over method, moment, nonce, path and parameters. No Django.

The shape is our assumption of what such portals ask (docs/sign-in.md); the operator's own papers decide.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping


def base(method: str, moment: str, nonce: str, path: str, params: Mapping[str, str]) -> str:
    """Give the text that is signed: five lines, the parameters sorted and joined by ``&``, not escaped."""
    joined = "&".join(f"{name}={params[name]}" for name in sorted(params))
    return f"{method.upper()}\n{moment}\n{nonce}\n{path}\n{joined}"


def sign(secret: str, method: str, moment: str, nonce: str, path: str, params: Mapping[str, str]) -> str:
    """Give the signature in base64."""
    drawn = hmac.new(secret.encode(), base(method, moment, nonce, path, params).encode(), hashlib.sha256)
    return base64.b64encode(drawn.digest()).decode()


def headers(
    key: str, secret: str, method: str, path: str, params: Mapping[str, str], *, moment: str, nonce: str
) -> dict[str, str]:
    """Give the headers of a signed call."""
    return {
        "X-Hmac-Auth-Version": "1.0",
        "X-Hmac-Auth-Timestamp": moment,
        "X-Hmac-Auth-Nonce": nonce,
        "X-Hmac-Auth-Signature": sign(secret, method, moment, nonce, path, params),
        "apiKey": key,
    }
