"""A file below that breaks a ban does not load: permissions, tighter values, and those that only become so later."""

from datetime import date

import pytest

from kechuang.rulebook.faults import RulebookError
from kechuang.rulebook.load import load, packaged_root
from tests.rulebook.books import write

COUNTY = "330421-jiashan/rules/demo.yaml"
CITE = "source: law, clause: '1', confidence: S"
BAN = f"""\
- key: demo.open
  meaning: ban
  bars: [demo.reach, demo.list, demo.share]
  values:
  - {{since: 2017-10-01, value: false, {CITE}}}
- key: demo.reach
  meaning: floor
  values:
  - {{since: 2017-10-01, value: province, {CITE}}}
- key: demo.list
  meaning: fixed
  values:
  - {{since: 2017-10-01, value: [{{code: a}}, {{code: b}}], {CITE}}}
- key: demo.share
  meaning: floor
  values:
  - {{since: 2017-10-01, value: 50%, {CITE}}}
  - {{since: 2022-01-01, value: 70%, {CITE}}}
"""


def root(tmp_path, county: str):
    rules = {"000000-nation/rules/demo.yaml": "", "330000-zhejiang/rules/demo.yaml": BAN, COUNTY: county}
    return write(tmp_path, rules)


def rule(key: str, meaning: str, value: str, since="2020-01-01", more="") -> str:
    return f"- key: {key}\n  meaning: {meaning}\n  values:\n  - {{since: {since}, value: {value}, {CITE}{more}}}\n"


BROKEN = {
    "a permission": rule("demo.open", "permission", "true"),
    "a narrower reach": rule("demo.reach", "floor", "county"),
    "fewer rows": rule("demo.list", "fixed", "[{code: a}]"),
    "other rows": rule("demo.list", "fixed", "[{code: a}, {code: c}]"),
    "a lower share": rule("demo.share", "floor", "40%"),
    "a share that is lower from 2022 on": rule("demo.share", "floor", "60%"),
}


@pytest.mark.parametrize("county", BROKEN.values(), ids=BROKEN)
def test_a_county_file_that_breaks_the_ban_does_not_load(tmp_path, county):
    where = root(tmp_path, county)

    with pytest.raises(RulebookError) as caught:
        load([where])

    assert [(fault.file, fault.line, fault.code) for fault in caught.value.all] == [
        (f"{where}/{COUNTY}", 4, "ban.broken")
    ]
    assert (caught.value.values["place"], caught.value.values["ban_place"]) == ("330421", "330000")


KEPT = {
    "a wider list": rule("demo.list", "fixed", "[{code: a}, {code: b}, {code: c}]"),
    "the same reach": rule("demo.reach", "floor", "province"),
    "a higher share": rule("demo.share", "floor", "80%"),
    "a lower share that ended before the higher one began": rule(
        "demo.share", "floor", "60%", more=", until: 2022-01-01"
    ),
    "a narrower reach before the ban": rule(
        "demo.reach", "floor", "county", since="2010-01-01", more=", until: 2017-10-01"
    ),
    "a key that the ban does not protect": rule("demo.days", "fixed", "3, unit: working_day"),
    "a draft": rule("demo.reach", "floor", "county", more=", standing: draft"),
}


@pytest.mark.parametrize("county", KEPT.values(), ids=KEPT)
def test_what_does_not_tighten_loads(tmp_path, county):
    assert load([root(tmp_path, county)]).said


def test_a_place_that_comes_into_being_later_is_under_the_ban_from_its_first_day(tmp_path):
    where = root(tmp_path, "")
    region = 'code: "330114"\ntitle: {zh: 钱塘区, en: Qiantang District}\nkind: county\n'
    write(
        where,
        {"330114-qiantang/region.yaml": region, "330114-qiantang/rules/demo.yaml": BROKEN["a narrower reach"]},
        base=False,
    )

    with pytest.raises(RulebookError) as caught:
        load([where])

    assert (caught.value.code, caught.value.line, caught.value.values["on"]) == ("ban.broken", 4, "2021-04-09")


# --- Zhejiang's own ban on local voucher restrictions (transfer regulation, Art. 22)

PACKAGED = {
    "voucher.territory": "value: city",
    "voucher.services": "value: [{code: testing, title: {zh: 检验检测, en: testing}}]",
    "voucher.excluded": "value: [{code: outside_county, title: {zh: 县外服务, en: services outside the county}}]",
    "voucher.local_restriction": "value: true",
}


@pytest.mark.parametrize(("key", "value"), PACKAGED.items(), ids=PACKAGED)
def test_a_county_that_restricts_vouchers_in_zhejiang_does_not_load(tmp_path, key, value):
    meaning = "permission" if value == "value: true" else "floor" if key == "voucher.territory" else "fixed"
    text = f"# own rules\n- key: {key}\n  meaning: {meaning}\n  values:\n  - {{since: 2026-01-01, {value}, source: kechuang-design, confidence: D}}\n"
    write(tmp_path, {"330127-chunan/rules/own.yaml": text}, base=False)

    with pytest.raises(RulebookError) as caught:
        load([packaged_root(), tmp_path])

    fault = caught.value
    assert [(fault.file, fault.line, fault.code)] == [(f"{tmp_path}/330127-chunan/rules/own.yaml", 5, "ban.broken")]
    assert (fault.values["ban"], fault.values["clause"], fault.others) == ("voucher.local_restriction", "22", ())
    assert fault.say("en").endswith(
        f"{key} of 330127 breaks a ban of Zhejiang in force since 2017-10-01 (voucher.local_restriction, Zhejiang "
        "Regulation on Promoting the Transformation of S&T Achievements (2021 text), Art. 22); remove the rule or widen it"
    )


def test_the_same_restriction_outside_zhejiang_loads(tmp_path):
    region = 'code: "340500"\ntitle: {zh: 马鞍山市, en: Maanshan}\nkind: city\n'
    text = "- key: voucher.services\n  values:\n  - {since: 2026-01-01, value: [{code: testing, title: {zh: 检验检测, en: testing}}], source: kechuang-design, confidence: D}\n"
    write(tmp_path, {"340500-maanshan/region.yaml": region, "340500-maanshan/rules/own.yaml": text}, base=False)

    book = load([packaged_root(), tmp_path])

    assert book.ask("voucher.services", place="340500", on=date(2026, 4, 1)).value.column("code") == ("testing",)
