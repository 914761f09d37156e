"""Servers of the shapes of other organisations' sign-in services, on loopback, for the tests alone.

They hold what our side must do right: a signature over exactly what was sent, a code used once, a verifier that fits.
``mode`` lets one misbehave: ``hang``, ``flood``, ``garbage``, ``list``, ``broken``.
"""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY, SECRET = "kechuang", "a secret of the tests"
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class StandIn:
    """What a server knows, and what it was asked."""

    address: str = ""
    mode: str = ""
    codes: dict[str, dict] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    nonces: set[str] = field(default_factory=set)
    directory: dict[str, dict] = field(default_factory=dict)
    signs_with: object = RSA
    issuer: str = ""
    audience: str = KEY
    lasts: int = 300
    told_of: str = ""
    released: threading.Event = field(default_factory=threading.Event)

    def answer(self, method: str, path: str, headers, params: dict[str, str]) -> tuple[int, object]:
        self.asked.append(f"{method} {path}")
        return ROUTES.get((method, path), missing)(self, method, path, headers, params)


def missing(_standin, _method, _path, _headers, _params):
    return 404, {"success": False}


# --- the two portals


def signed(standin, method, path, headers, params) -> bool:
    """Check the signature as a portal would, by its own reckoning and not by our code."""
    moment, nonce = headers["X-Hmac-Auth-Timestamp"], headers["X-Hmac-Auth-Nonce"]
    query = "&".join("=".join(pair) for pair in sorted(params.items()))
    text = f"{method}\n{moment}\n{nonce}\n{path}\n{query}"
    right = base64.b64encode(hmac.digest(SECRET.encode(), text.encode(), hashlib.sha256)).decode()
    fresh = abs(datetime.fromisoformat(moment).timestamp() - time.time()) < 300 and nonce not in standin.nonces
    standin.nonces.add(nonce)
    return headers["apiKey"] == KEY and fresh and hmac.compare_digest(right, headers["X-Hmac-Auth-Signature"])


def portal(work):
    def answer(standin, method, path, headers, params):
        if not signed(standin, method, path, headers, params):
            return 200, {"success": False, "errorCode": "BAD_SIGNATURE"}
        found = work(standin, params)
        return 200, {"success": found is not None, "content": {"success": found is not None, "data": found}}

    return answer


def app_token(_standin, params):
    return {"accessToken": "app-token", "expiresIn": 7200} if params == {"appkey": KEY} else None


def user_of_code(standin, params):
    return standin.codes.pop(params["auth_code"], None) if params["access_token"] == "app-token" else None


def employee(standin, params):
    return standin.directory.get(params["employeeCode"])


def exchange(standin, params):
    return standin.codes.pop(params["ticket"], None) if params["appId"] == KEY else None


# --- OpenID Connect


def discovery(standin, *_rest):
    return 200, {
        "issuer": standin.address,
        "authorization_endpoint": f"{standin.address}/authorize",
        "token_endpoint": f"{standin.address}/token",
        "userinfo_endpoint": f"{standin.address}/userinfo",
        "jwks_uri": f"{standin.address}/keys",
        "token_endpoint_auth_methods_supported": ["client_secret_post"],
    }


def keys(*_rest):
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(RSA.public_key()))
    return 200, {"keys": [{**public, "kid": "1", "use": "sig", "alg": "RS256"}]}


def token(standin, _method, _path, _headers, params):
    known = standin.codes.pop(params["code"], None)
    drawn = base64.urlsafe_b64encode(hashlib.sha256(params.get("code_verifier", "").encode()).digest()).decode()
    if known is None or params["client_secret"] != SECRET or known["challenge"] != drawn.rstrip("="):
        return 400, {"error": "invalid_grant"}
    now = int(time.time())
    claims = {"iss": standin.issuer or standin.address, "aud": standin.audience, "iat": now, "exp": now + standin.lasts}
    signed_token = jwt.encode({**claims, **known["claims"]}, standin.signs_with, "RS256", {"kid": "1"})
    standin.codes["userinfo"] = known["claims"]
    return 200, {"access_token": "at", "token_type": "Bearer", "id_token": signed_token}


def userinfo(standin, _method, _path, headers, _params):
    if headers["Authorization"] != "Bearer at":
        return 401, {}
    claims = standin.codes["userinfo"]
    return 200, {"sub": standin.told_of or claims["sub"], "email": "someone@example.org"}


ROUTES = {
    ("GET", "/gettoken.json"): portal(app_token),
    ("POST", "/rpc/oauth2/getuserinfo.json"): portal(user_of_code),
    ("POST", "/mozi/employee/getEmployeeByCode"): portal(employee),
    ("POST", "/sso/ticket/exchange"): portal(exchange),
    ("GET", "/.well-known/openid-configuration"): discovery,
    ("GET", "/keys"): keys,
    ("POST", "/token"): token,
    ("GET", "/userinfo"): userinfo,
}


def handler(standin: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self._answer(dict(parse_qsl(urlsplit(self.path).query)))

        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self._answer(dict(parse_qsl(body.decode())))

        def _answer(self, params):
            status, found = standin.answer(self.command, urlsplit(self.path).path, self.headers, params)
            data = json.dumps(found).encode()
            if standin.mode == "hang":
                standin.released.wait(30)
                return
            data = {
                "flood": b'{"success": true, "x": "' + b"x" * 1_000_000 + b'"}',
                "garbage": b"<html>",
                "list": b"[1]",
            }.get(standin.mode, data)
            self.send_response(500 if standin.mode == "broken" else status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            with suppress(BrokenPipeError, ConnectionResetError):  # the other side had enough
                self.wfile.write(data)

        def log_message(self, *_words):
            pass

    return Handler


@contextmanager
def serving() -> Iterator[StandIn]:
    """Run a stand-in on a free port of loopback."""
    standin = StandIn()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(standin))
    standin.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield standin
    finally:
        standin.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
