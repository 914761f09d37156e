"""No message without words: extraction, the made traditional catalogue, and a check that finds each kind of fault."""

import argparse
import io
from pathlib import Path

import polib
import pytest

from kechuang.web import catalogues, messages
from kechuang.web.catalogues import ENGLISH, HANS, HANT
from kechuang.web.divisions import traditional

WEB = catalogues.ROOT / "web"
PO = """
msgid "Orders"
msgstr "订单"

msgid "%(n)s row"
msgid_plural "%(n)s rows"
msgstr[0] "%(n)s 项"

msgid "voucher.over_cap"
msgstr "超过 {cap_yuan} 元的上限"
"""
EN = """
msgid "voucher.over_cap"
msgstr "Above {cap_yuan} yuan"
"""
TEMPLATE = """{% load i18n %}<p>{% translate "Orders" %}</p>
  {% blocktranslate count n=rows %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}"""
CODE = 'def f(): return Refusal("voucher.over_cap", {"cap_yuan": 1}), gettext(name)\n'


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """Make a small package tree whose catalogues are whole, and give a way to spoil one file."""
    root = tmp_path / "kechuang"
    files = {
        "shop/apps.py": "",
        "shop/rules.py": CODE,
        "shop/templates/shop/list.html": TEMPLATE,
        f"shop/locale/{HANS}/LC_MESSAGES/django.po": PO,
        f"shop/locale/{ENGLISH}/LC_MESSAGES/django.po": EN,
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(messages, "ROOT", root)
    monkeypatch.setattr(catalogues, "ROOT", root)
    [package] = messages.collect(root)
    messages.complete(package)

    def spoil(name: str, before: str, after: str) -> list[str]:
        path = root / "shop" / name
        path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
        [again] = messages.collect(root)
        return messages.check(again)

    spoil.root = root
    return spoil


def hans(tree):
    return polib.pofile(str(tree.root / f"shop/locale/{HANS}/LC_MESSAGES/django.po"))


def test_the_page_kit_is_complete():
    [kit] = [package for package in messages.collect(only={WEB}) if package.folder == WEB]

    assert messages.check(kit) == []
    assert len(kit.uses) > 250


def test_messages_are_found_in_templates_and_code(tree):
    [package] = messages.collect(tree.root)

    assert sorted(package.uses) == [
        ("", "%(n)s row", "%(n)s rows"),
        ("", "Orders", ""),
        ("", "voucher.over_cap", ""),
    ]


def test_a_whole_catalogue_has_no_fault(tree):
    assert tree("rules.py", "x", "x") == []


@pytest.mark.parametrize(
    ("name", "before", "after", "fault"),
    [
        ("rules.py", "gettext(name)", 'gettext("New words")', "not translated: 'New words' (kechuang/shop/rules.py)"),
        ("rules.py", "over_cap", "too_late", "not translated: 'voucher.too_late' (kechuang/shop/rules.py)"),
        ("templates/shop/list.html", "Orders", "", "nobody says 'Orders' any more"),
        (
            f"locale/{HANS}/LC_MESSAGES/django.po",
            "%(n)s 项",
            "若干项",
            "the placeholders of '%(n)s row' differ from its translation's",
        ),
        (
            f"locale/{ENGLISH}/LC_MESSAGES/django.po",
            "Above {cap_yuan} yuan",
            "",
            "the code 'voucher.over_cap' has no English words",
        ),
        (
            f"locale/{ENGLISH}/LC_MESSAGES/django.po",
            "{cap_yuan}",
            "{cap}",
            "the Chinese and the English words of 'voucher.over_cap' name different values",
        ),
        (
            f"locale/{HANT}/LC_MESSAGES/django.po",
            "訂單",
            "订单",
            "zh_Hant is not what zh_Hans makes of it; run “kechuang messages”",
        ),
    ],
)
def test_each_fault_is_named(tree, name, before, after, fault):
    assert f"kechuang/shop: {fault}" in tree(name, before, after)


def test_completing_adds_what_is_new_and_puts_away_what_is_stale(tree):
    tree("templates/shop/list.html", "Orders", "New orders")
    [package] = messages.collect(tree.root)

    messages.complete(package)

    assert [(entry.msgid, entry.msgstr, entry.obsolete) for entry in hans(tree) if "rders" in entry.msgid] == [
        ("New orders", "", False),
        ("Orders", "订单", True),
    ]


def test_completing_twice_changes_nothing(tree):
    before = hans(tree)
    [package] = messages.collect(tree.root)

    messages.complete(package)

    assert str(hans(tree)) == str(before)


def test_a_code_that_only_the_database_knows_is_never_stale(tree):
    faults = tree(
        f"locale/{HANS}/LC_MESSAGES/django.po",
        'msgid "voucher.over_cap"',
        'msgid "paid"\nmsgstr "已付"\n\nmsgid "voucher.over_cap"',
    )

    assert [fault for fault in faults if "nobody says 'paid'" in fault] == []
    hint = "if it is no code, nobody says it any more: delete it"
    assert f"kechuang/shop: the code 'paid' has no English words; {hint}" in faults


def test_the_traditional_catalogue_changes_characters_and_never_words():
    words = ["信息", "数据", "保存", "软件", "文件", "台州", "衢州", "余杭", "干部", "里程碑", "核定", "为", "群", "秘"]

    made = [traditional(word) for word in words]

    assert made == [
        "信息",
        "數據",
        "保存",
        "軟件",
        "文件",
        "台州",
        "衢州",
        "餘杭",
        "幹部",
        "里程碑",
        "核定",
        "為",
        "群",
        "秘",
    ]


def test_missing_catalogues_are_compiled_once(tree):
    first = catalogues.compile_missing(tree.root)
    again = catalogues.compile_missing(tree.root)

    assert (first, again) == (3, 0)
    assert polib.mofile(str(tree.root / f"shop/locale/{HANT}/LC_MESSAGES/django.mo")).find("Orders").msgstr == "訂單"


def test_a_folder_that_cannot_be_written_is_not_fatal(tree, monkeypatch, caplog):
    def refuse(*args):
        raise PermissionError("read-only")

    monkeypatch.setattr(polib.POFile, "save_as_mofile", refuse)

    assert catalogues.compile_missing(tree.root) == 0
    assert "could not be compiled" in caplog.text


def test_the_command_checks_completes_and_compiles(tree):
    parser = argparse.ArgumentParser()
    messages.add_arguments(parser)
    out = io.StringIO()
    (tree.root / "shop/rules.py").write_text('gettext("New words")', encoding="utf-8")

    checked = messages.run(parser.parse_args(["--check", "shop"]), out)
    completed = messages.run(parser.parse_args(["shop"]), out)
    unknown = messages.run(parser.parse_args(["nowhere"]), out)

    assert (checked, completed, unknown) == (1, 1, 2)
    assert "kechuang/shop: not translated: 'New words' (kechuang/shop/rules.py)" in out.getvalue()


def test_a_file_belongs_to_the_nearest_catalogue(tmp_path):
    for name in ("web/locale", "web/accounts", "acts/voucher"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "web/accounts/apps.py").touch()
    (tmp_path / "acts/voucher/apps.py").touch()

    homes = [catalogues.home_of(tmp_path / name, tmp_path) for name in ("web/accounts/views.py", "acts/voucher/a/b.py")]

    assert homes == [tmp_path / "web", tmp_path / "acts/voucher"]
    assert Path(homes[0]).is_dir()
