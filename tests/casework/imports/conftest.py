"""A county office that takes tables into the register of organisations; the fixtures are the register's own."""

import io
import random

import pytest
from django.test import Client
from openpyxl import Workbook

from kechuang.kernel.identify.credit import ALPHABET
from kechuang.web.accounts.models import Person
from kechuang.web.permissions import PLACE, register_role
from tests.resources.organisations.conftest import registry  # noqa: F401 - a fixture


@pytest.fixture
def officer(registry):  # noqa: F811 - the fixture imported above
    """Sign the officer in; the role may take tables in."""
    register_role("tests.registrar", PLACE, ["organisation:register", "organisation:read", "imports:use"])
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(Person.objects.get(username="officer"))
    return client


def credit_code(serial: int, place: str = "330106") -> str:
    """Give a valid invented credit code."""
    body = f"91{place}MA{serial:07d}"
    total = sum(ALPHABET.index(mark) * pow(3, at, 31) for at, mark in enumerate(body))
    return body + ALPHABET[(31 - total % 31) % 31]


def workbook(rows, name="t.xlsx", **sheets) -> io.BytesIO:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    for title, more in sheets.items():
        sheet = book.create_sheet(title)
        for row in more:
            sheet.append(row)
    book.save(file)
    file.seek(0)
    file.name = name
    return file


def firms(count: int, seed: int = 1) -> list[list]:
    random.seed(seed)
    return [
        [f"第{n}企业（演示）", credit_code(n), "西湖区", "企业", f"20{n % 20:02d}-0{n % 9 + 1}-15", n % 90]
        for n in range(1, count + 1)
    ]


HEADS = ["名称", "统一社会信用代码", "所在地", "类型", "成立日期", "人员数"]
