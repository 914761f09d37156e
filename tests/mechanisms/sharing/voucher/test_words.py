"""Codes of the voucher and their words: sentences that quote, states, moves, facts, signs."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils.translation import gettext, override

from kechuang.kernel.fact import REGISTRY
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.sharing.voucher import models, rules
from kechuang.mechanisms.sharing.voucher.rules import audit, moves, right, signs
from kechuang.rulebook import load
from kechuang.web import refusals

CODE = re.compile(r'(?:Refusal\(\s*|code = )"(voucher\.[a-z_]+)"')
RULES = Path(rules.__file__).parent
LANGUAGES = ("zh-hans", "zh-hant", "en")


def refused_in_code() -> set[str]:
    return {code for path in RULES.glob("*.py") for code in CODE.findall(path.read_text())}


def worded(code: str, language: str) -> bool:
    with override(language):
        return gettext(code) != code


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_a_refusal_has_a_sentence(language):
    assert sorted(code for code in refused_in_code() if not worded(code, language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", moves.ALL, ids=lambda table: table.kind)
def test_every_kind_state_and_move_has_a_name(table, language):
    codes = [table.kind, *(f"{table.kind}.{code}" for code in (*table.states, *table.by_code))]

    assert [code for code in codes if not worded(code, language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_sign_and_reason_has_a_name(language):
    facts = [name for name, _version in REGISTRY if name.startswith("sharing.voucher.")]
    reasons = [f"voucher.reason.{code}" for code in (*audit.REASONS, *right.REASONS)]
    codes = [*facts, *reasons, *(f"voucher.sign.{code}" for code in signs.ALL)]

    assert len(facts) == 40
    assert [code for code in codes if not worded(code, language)] == []


def test_every_sign_that_the_regions_weigh_is_one_that_acts_raise():
    tables = [entry.value for entry in load.current().entries if entry.key == "voucher.audit.risk_signs"]

    assert {row["code"] for table in tables for row in table.rows} <= signs.ALL
    assert tables


def test_every_fact_type_says_in_public_words_what_it_is():
    plain = [cls for (name, _version), cls in REGISTRY.items() if name.startswith("sharing.voucher.")]

    assert [cls.TYPE for cls in plain if not cls.__doc__ or cls.__doc__.startswith(cls.__name__)] == []


OVER = Refusal(
    "voucher.over_cap",
    {
        "asked": Decimal(300_000),
        "limit": Decimal(200_000),
        "over": Decimal(100_000),
        "key": "voucher.order.cap_yuan",
        "since": date(2022, 1, 1),
        "place": "330000",
        "clause": "22",
        "source": "measure-of-the-tests",
    },
)


def test_the_sentence_quotes_value_day_place_source_clause_and_remedy():
    assert refusals.sentence(OVER, "en") == (
        "300,000 yuan is 100,000 above the 200,000 yuan that one order may draw (Zhejiang, since 1 January 2022, "
        "measure-of-the-tests, Art. 22). Ask for up to 200,000."
    )
    assert refusals.sentence(OVER, "zh-hans") == (
        "申请 300,000 元，超过单笔上限 200,000 元，多出 100,000 元（浙江省 2022年1月1日起，measure-of-the-tests，"
        "第 22 条）。请将金额减至 200,000 元以内。"
    )


def test_lists_of_codes_are_written_in_words():
    refusal = Refusal(
        "voucher.category_not_listed",
        {
            "category_code": "voucher.services.training",
            "provider": "乙丑检测中心（演示）",
            "listed_codes": "voucher.services.testing, voucher.services.rd_design",
        },
    )

    assert refusals.sentence(refusal, "zh-hans") == (
        "乙丑检测中心（演示）未入册提供“培训”。该机构入册的服务：检验检测、研发设计。请选择其中之一，或换一家机构。"
    )


def test_no_table_of_the_voucher_names_a_person():
    columns = {
        field.name
        for model in (models.VoucherOrder, models.VoucherRight, models.VoucherProvider, models.VoucherBatch)
        for field in model._meta.get_fields()
        if getattr(field, "related_model", None) is not None
    }

    assert not any("person" in column for column in columns)
