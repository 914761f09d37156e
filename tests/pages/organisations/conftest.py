"""The pages of the register share the office of the register's own tests."""

import pytest
from django.test import Client

from kechuang.web.accounts.models import Person
from tests.resources.organisations.conftest import registry  # noqa: F401 - a fixture


@pytest.fixture
def reader():
    """Sign somebody in."""

    def sign_in(username: str, language: str = "zh-hans") -> Client:
        client = Client(headers={"accept-language": language})
        client.force_login(Person.objects.get(username=username))
        return client

    return sign_in
