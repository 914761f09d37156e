"""Where allauth asks this node: for secrets kept encrypted, for declared services, for bounded questions."""

import base64
import hashlib
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest

from kechuang.web.identity import portals
from kechuang.web.identity.asking import BoundedSession


def _box() -> Fernet:
    """The key is drawn from the node's secret, so that a copy of the database alone opens no second factor."""
    drawn = hashlib.sha256(b"kechuang second factor\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(drawn))


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: secrets stand encrypted in the database."""

    def encrypt(self, text: str) -> str:
        """Encrypt a secret before it is kept."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read a kept secret. Raises cryptography's InvalidToken where the node's secret has changed."""
        return _box().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user: Any) -> str:  # noqa: ANN401 - allauth's signature
        """Name the account in the authenticator."""
        return str(user.username)

    def get_totp_issuer(self) -> str:
        """Name the node in the authenticator."""
        return "Kechuang"


class ServiceAdapter(DefaultSocialAccountAdapter):
    """Sign-in services: declared in ``KECHUANG_HOME/sign-in.yaml`` and nowhere else."""

    def list_apps(self, request: HttpRequest | None, provider: Any = None, client_id: Any = None) -> list[Any]:  # noqa: ANN401, ARG002 - allauth's signature
        """Give the OpenID services of the node as allauth knows them; none comes from its tables."""
        from allauth.socialaccount.models import SocialApp  # noqa: PLC0415 - needs loaded models

        return [
            SocialApp(
                provider="openid_connect",
                provider_id=each.code,
                name=each.title,
                client_id=each.client_id,
                secret=each.secret,
                settings={
                    "server_url": each.server,
                    "oauth_pkce_enabled": True,
                    "scope": list(each.scope),
                    "uid_field": each.subject,
                },
            )
            for each in portals.declared().values()
            if each.kind == portals.OIDC and provider in {None, "openid_connect", each.code}
        ]

    def get_requests_session(self) -> BoundedSession:
        """Ask with a bound on time and on size."""
        return BoundedSession()
