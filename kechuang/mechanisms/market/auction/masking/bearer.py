"""The secret that a bidder's side keeps: without it nobody bids with the paddle; the node stores only its hash."""

import base64
import hashlib
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from kechuang.web import chance

DAYS = 60


def draw() -> str:
    """Give a new secret: 26 characters without look-alikes, in groups to be written down."""
    text = base64.b32encode(chance.draw(16)).decode().rstrip("=")
    return "-".join(text[start : start + 5] for start in range(0, len(text), 5))


def token(lot: UUID, secret: str) -> str:
    """Give what the node stores of a secret: its hash, bound to the lot."""
    plain = "".join(letter for letter in secret.upper() if letter.isalnum()).replace("0", "O").replace("1", "I")
    return hashlib.sha256(f"paddle\n{lot}\n{plain}".encode()).hexdigest()


def _name(lot: UUID) -> str:
    return f"paddle-{lot.hex[-12:]}"


def held(request: HttpRequest, lot: UUID) -> str:
    """Give the secret that the reader's browser holds for a lot, or nothing."""
    return request.COOKIES.get(_name(lot), "")


def hand_over(request: HttpRequest, response: HttpResponse, lot: UUID, secret: str) -> None:
    """Let the reader's browser keep a secret."""
    response.set_cookie(
        _name(lot), secret, max_age=DAYS * 86400, path="/market/", secure=request.is_secure(), httponly=True,
        samesite="Lax",
    )  # fmt: skip


def opening_name(lot: UUID) -> str:
    """Give the name under which a browser keeps what opens its sealed bid."""
    return f"opening-{lot.hex[-12:]}"
