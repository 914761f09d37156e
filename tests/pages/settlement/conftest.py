"""The settlement pages share the regions of the settlement's own tests."""

import pytest
from django.test import Client

from kechuang.web.accounts.models import Person
from tests.mechanisms.sharing.settlement.conftest import delta  # noqa: F401 - a fixture


@pytest.fixture
def reader():
    """Sign somebody in, in Chinese unless said otherwise."""

    def sign_in(username: str, language: str = "zh-hans") -> Client:
        client = Client(headers={"accept-language": language})
        client.force_login(Person.objects.get(username=username))
        return client

    return sign_in
