"""Ways in through other services: one small contract, three kinds.

``start`` gives the address to which the person's browser is sent; ``finish`` takes what came back to our callback and
gives the claims. Everything that can go wrong is a refusal: a state that is not ours, a code used twice, a service
that does not answer, answers too much or says something that cannot be read.
"""

import hashlib
from typing import Any, Protocol
from urllib.parse import urlencode

import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse

from kechuang.kernel.refusal import Refusal
from kechuang.web import chance, clock
from kechuang.web.identity import portals, signing
from kechuang.web.identity.asking import ask
from kechuang.web.identity.claims import value
from kechuang.web.identity.portals import Service

STATES = "identity.states"
STATE_SECONDS = 600
MOST_STATES = 5
MOST_CODE = 2048
SPENT_SECONDS = 24 * 3600
# What a library raises that takes an answer for an object which it is not.
UNREADABLE = (AttributeError, LookupError, TypeError, ValueError, RecursionError)

type Claims = dict[str, Any]


class GatewayError(Exception):
    """The way in is closed this time; the refusal says why."""

    def __init__(self, code: str, service: Service) -> None:
        super().__init__(code)
        self.refusal = Refusal(code, {"service": service.title})


class LoginGateway(Protocol):
    """A way in: send the browser out, take what comes back."""

    def start(self, request: HttpRequest, after: str) -> str:
        """Give the address to send the person to; ``after`` is where to go once signed in. Raises GatewayError."""

    def finish(self, request: HttpRequest) -> tuple[Claims, str]:
        """Give what the service says of the person who came back, and ``after``. Raises GatewayError."""


def callback_address(request: HttpRequest, service: Service) -> str:
    """Give our own address to which the service sends people back."""
    return request.build_absolute_uri(reverse("identity:callback", args=[service.code]))


def spend(service: Service, code: str) -> None:
    """Take a code or ticket once; the digest is kept for a day. Raises GatewayError for one that came before."""
    if not 0 < len(code) <= MOST_CODE:
        raise GatewayError("signin.service_answer", service)
    digest = hashlib.sha256(f"{service.code}\0{code}".encode()).hexdigest()
    if not cache.add(f"spent:{digest}", 1, SPENT_SECONDS):
        raise GatewayError("signin.service_replay", service)


class OpenId:
    """Standard OpenID Connect, by allauth: discovery, PKCE, signature of the identity token, user information."""

    def __init__(self, service: Service) -> None:
        self.service = service

    def start(self, request: HttpRequest, after: str) -> str:
        """Send the person to the provider's own sign-in."""
        try:
            provider = get_adapter(request).get_provider(request, self.service.code)
            provider.oauth2_adapter_class = _Adapter
            return str(provider.redirect(request, "login", next_url=after or None).url)
        except (requests.RequestException, OAuth2Error, *UNREADABLE):
            raise GatewayError("signin.service_silent", self.service) from None

    def finish(self, request: HttpRequest) -> tuple[Claims, str]:
        """Exchange the code, check the identity token, and ask for the user information."""
        state_id, code = request.GET.get("state", ""), request.GET.get("code", "")
        state = statekit.unstash_state(request, state_id=state_id, provider_id=self.service.code)
        if state is None:
            raise GatewayError("signin.service_state", self.service)
        if request.GET.get("error"):
            raise GatewayError("signin.service_declined", self.service)
        spend(self.service, code)
        try:
            claims = self._exchange(request, state.get("pkce_code_verifier"))
        except OAuth2Error:
            raise GatewayError("signin.service_answer", self.service) from None
        except (requests.ConnectionError, requests.Timeout):
            raise GatewayError("signin.service_silent", self.service) from None
        except (requests.RequestException, *UNREADABLE):
            raise GatewayError("signin.service_answer", self.service) from None
        return claims, str(state.get("next") or "")

    def _exchange(self, request: HttpRequest, verifier: str | None) -> Claims:
        adapter = _Adapter(request, self.service.code)
        app = adapter.get_provider().app
        client = adapter.get_client(request, app)
        answer = adapter.get_access_token_data(request, app, client, pkce_code_verifier=verifier)
        if not isinstance(answer.get("id_token"), str):
            raise OAuth2Error("no identity token")
        data = adapter.complete_login(request, app, adapter.parse_token(answer), response=answer).account.extra_data
        token, told = data["id_token"], data.get("userinfo") or {}
        if told.get("sub") != token.get("sub"):  # OpenID Connect Core 5.3.2: another person's information is not used
            raise OAuth2Error("the user information speaks of another person")
        return {**told, **token}


class _Adapter(OpenIDConnectOAuth2Adapter):
    """allauth's adapter with our callback; the identity token's signature is checked however it came."""

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:  # noqa: ANN401, ARG002 - allauth's signature
        return request.build_absolute_uri(reverse("identity:callback", args=[self.provider_id]))

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:  # noqa: ANN401 - allauth's signature
        self.did_fetch_access_token = False
        found: dict[str, Any] = super()._decode_id_token(app, id_token)
        return found


class _Signed:
    """What the two portals share: our own state, signed calls, bounded answers."""

    def __init__(self, service: Service) -> None:
        self.service = service

    def _new_state(self, request: HttpRequest, after: str) -> str:
        state = chance.random_id()
        kept = dict(list((request.session.get(STATES) or {}).items())[-MOST_STATES + 1 :])
        ends = clock.real_now().timestamp() + STATE_SECONDS
        request.session[STATES] = {**kept, state: [self.service.code, ends, after]}
        return state

    def _take_state(self, request: HttpRequest) -> str:
        """Take the state once; give where to go afterwards. Raises GatewayError for one that is not ours or is old."""
        kept = dict(request.session.get(STATES) or {})
        code, ends, after = kept.pop(request.GET.get("state", ""), ("", 0, ""))
        request.session[STATES] = kept
        if code != self.service.code or clock.real_now().timestamp() > ends:
            raise GatewayError("signin.service_state", self.service)
        return str(after)

    def _call(self, method: str, name: str, params: dict[str, str]) -> Claims:
        """Ask the portal with a signature; give what stands under ``content.data``, ``content`` or ``data``."""
        path = self.service.paths[name]
        headers = signing.headers(
            self.service.client_id,
            self.service.secret,
            method,
            path,
            params,
            moment=clock.real_now().isoformat(timespec="milliseconds"),
            nonce=chance.random_id(),
        )
        sent = {"params": params} if method == "GET" else {"data": params}
        try:
            answer = ask(method, self.service.server + path, headers=headers, **sent)
        except (requests.ConnectionError, requests.Timeout):
            raise GatewayError("signin.service_silent", self.service) from None
        except requests.RequestException:
            raise GatewayError("signin.service_answer", self.service) from None
        if answer.get("success") is not True:
            raise GatewayError("signin.service_refused", self.service)
        for where in ("content.data", "content", "data"):
            if isinstance(found := value(answer, where), dict):
                return found
        raise GatewayError("signin.service_answer", self.service)

    def _text(self, answer: Claims, name: str) -> str:
        found = answer.get(name)
        if not isinstance(found, str) or not found:
            raise GatewayError("signin.service_answer", self.service)
        return found


class SignedCode(_Signed):
    """The shape of 浙政钉: a redirect like OAuth2, an app-signed token call, then the user, then the directory."""

    def start(self, request: HttpRequest, after: str) -> str:
        """Send the person to the portal's sign-in (a QR code, or nothing inside the portal's own app)."""
        wanted = {
            "response_type": "code",
            "client_id": self.service.client_id,
            "redirect_uri": callback_address(request, self.service),
            "scope": "get_user_info",
            "authType": "QRCODE",
            "state": self._new_state(request, after),
        }
        return f"{self.service.login}{self.service.paths['authorize']}?{urlencode(wanted)}"

    def finish(self, request: HttpRequest) -> tuple[Claims, str]:
        """Ask for the app's token, then for the user behind the code, then for where that user works."""
        after = self._take_state(request)
        code = request.GET.get("code", "")
        spend(self.service, code)
        token = self._text(self._call("GET", "token", {"appkey": self.service.client_id}), "accessToken")
        user = self._call("POST", "user", {"access_token": token, "auth_code": code})
        asked = {"access_token": token, "employeeCode": self._text(user, "employeeCode")}
        return {**self._call("POST", "directory", asked), **user}, after


class Ticket(_Signed):
    """The shape of 浙里办: a ticket comes to our callback, one signed call exchanges it for the person or the firm."""

    def start(self, request: HttpRequest, after: str) -> str:
        """Send the person to the portal's sign-in."""
        wanted = {
            "appId": self.service.client_id,
            "redirectUri": callback_address(request, self.service),
            "state": self._new_state(request, after),
        }
        return f"{self.service.login}{self.service.paths['authorize']}?{urlencode(wanted)}"

    def finish(self, request: HttpRequest) -> tuple[Claims, str]:
        """Exchange the ticket."""
        after = self._take_state(request)
        ticket = request.GET.get("ticket", "")
        spend(self.service, ticket)
        found = self._call("POST", "exchange", {"appId": self.service.client_id, "ticket": ticket})
        expires = found.get("expiresAt")
        if isinstance(expires, int) and not isinstance(expires, bool) and expires < clock.real_now().timestamp():
            raise GatewayError("signin.service_old", self.service)
        return found, after


GATEWAYS = {portals.OIDC: OpenId, portals.SIGNED_CODE: SignedCode, portals.TICKET: Ticket}


def gateway(service: Service) -> LoginGateway:
    """Give the way in for a declared service."""
    return GATEWAYS[service.kind](service)
