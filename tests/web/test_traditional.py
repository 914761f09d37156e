"""A traditional page is traditional whole: what people wrote too, but never what a form sends back or a quote says."""

import pytest
from lxml import html

from kechuang.web.accounts.models import Body
from kechuang.web.traditional import traditional_page

from .conftest import body


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("<p>创新券</p>", "<p>創新券</p>"),
        ('<input value="创新券" placeholder="创新券">', '<input value="创新券" placeholder="創新券">'),
        ("<textarea>创新券</textarea><p>券</p><b>创</b>", "<textarea>创新券</textarea><p>券</p><b>創</b>"),
        ('<p lang="zh-Hans">创<b>新</b>券</p><p>创</p>', '<p lang="zh-Hans">创<b>新</b>券</p><p>創</p>'),
        ('<p lang="zh-Hant">创</p>', '<p lang="zh-Hant">創</p>'),
        ('<div lang="en"><div>创</div>创</div>创', '<div lang="en"><div>创</div>创</div>創'),
        ('<html lang="zh-Hant"><title>创</title>', '<html lang="zh-Hant"><title>創</title>'),
        ('<a href="/创" title="创">创</a>', '<a href="/创" title="創">創</a>'),
        ("<option>创</option><option value='x'>创</option>", "<option>创</option><option value='x'>創</option>"),
        ('<svg><path lang="en" d="M0"/></svg>创', '<svg><path lang="en" d="M0"/></svg>創'),
        ("<!-- <p lang='en'> -->创", "<!-- <p lang='en'> -->創"),
    ],
)
def test_text_is_converted_and_what_is_sent_back_is_not(page, shown):
    assert traditional_page(page) == shown


def test_names_from_the_database_are_shown_in_traditional_and_filters_keep_what_was_typed(demo, client, db):
    body(1, name="示例检验检测机构").save()
    client.cookies["django_language"] = "zh-hant"

    tree = html.fromstring(client.get("/style/list/?q=示例检").content.decode())

    assert tree.xpath("//td[contains(@class,'main-cell')]//span/text()") == ["示例檢驗檢測機構"]
    assert tree.xpath("//input[@name='q']/@value") == ["示例检"]
    assert tree.xpath("//button[@lang='zh-Hans']/text()")[0] == "简体中文"


def test_other_languages_and_files_stay_as_they_are(demo, client, db):
    body(1, name="示例检验检测机构").save()
    simplified = client.get("/style/list/").content.decode()
    client.cookies["django_language"] = "zh-hant"

    file = b"".join(client.get("/style/list/?export=csv").streaming_content).decode()

    assert "示例检验检测机构" in simplified
    assert "示例检验检测机构" in file
    assert Body.objects.get().name == "示例检验检测机构"
