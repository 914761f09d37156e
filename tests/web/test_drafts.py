"""Drafts: kept on a pause, brought back with the form, ended by sending; a session that ends loses nothing."""

from datetime import timedelta

import pytest
from django import forms
from django.test import Client
from django.urls import reverse
from lxml import html

from kechuang.web import clock, drafts
from kechuang.web.accounts.models import Person
from kechuang.web.forms import KitForm
from kechuang.web.models import Draft, Undoable

FORM = "/style/form/"
TYPED = {"name": "海宁示例厂（演示）", "amount": "1.2万", "kind": "design", "place": "330421", "note": "第一行\n第二行"}


@pytest.fixture
def inside(kit, client, person):
    client.force_login(person)
    return client


def token(client) -> str:
    page = html.fromstring(client.get(FORM).content.decode())
    return page.xpath("//input[@name='_draft']/@value")[0]


def keep(client, **more):
    return client.post(
        reverse("web:draft-keep"), {"_draft": token(client), **TYPED, **more}, headers={"HX-Request": "true"}
    )


def test_what_was_typed_comes_back_with_the_form_and_a_notice(inside):
    said = keep(inside, agreed="on").content.decode()

    page = html.fromstring(inside.get(FORM).content.decode())
    assert "尚未提交" in said
    assert page.xpath("//input[@name='name']/@value") == ["海宁示例厂（演示）"]
    assert page.xpath("//input[@name='amount']/@value") == ["1.2万"]
    assert page.xpath("//input[@name='kind'][@checked]/@value") == ["design"]
    assert page.xpath("//select[@name='place']/option[@selected]/@value") == ["330421"]
    assert page.xpath("//textarea/text()")[0].strip() == "第一行\n第二行"
    assert page.xpath("//input[@name='agreed'][@checked]/@name") == ["agreed"]
    assert page.xpath("//div[@class='notice line']//button/text()") == ["丢弃草稿"]


def test_without_script_the_button_keeps_it_and_leads_back(inside):
    response = inside.post(reverse("web:draft-keep"), {"_draft": token(inside), **TYPED})

    assert (response["Location"], Draft.objects.get().values["name"]) == (FORM, ["海宁示例厂（演示）"])


def test_an_empty_form_is_no_draft(inside):
    inside.post(reverse("web:draft-keep"), {"_draft": token(inside), "name": " "})

    assert Draft.objects.count() == 0


def test_discarding_can_be_taken_back(inside):
    keep(inside)
    inside.post(reverse("web:draft-discard", args=[Draft.objects.get().pk]))
    gone = Draft.objects.count()

    inside.post(reverse("web:undo", args=[Undoable.objects.get().pk]))

    assert (gone, Draft.objects.get().values["name"]) == (0, ["海宁示例厂（演示）"])


def test_nobody_else_sees_lists_or_discards_it(inside, client):
    keep(inside)
    client.force_login(Person.objects.create_user("wu", name="吴桐（演示）"))

    assert "海宁示例厂" not in client.get(FORM).content.decode() + client.get("/drafts/").content.decode()
    assert client.post(reverse("web:draft-discard", args=[Draft.objects.get().pk])).status_code == 404


def test_a_token_of_somebody_else_keeps_nothing_for_either(inside, person):
    stolen = token(inside)
    other = Client()
    other.force_login(Person.objects.create_user("wu", name="吴桐（演示）"))

    other.post(reverse("web:draft-keep"), {"_draft": stolen, **TYPED})
    other.get(FORM)

    assert Draft.objects.count() == 0


def test_an_altered_token_is_not_taken(inside):
    response = inside.post(reverse("web:draft-keep"), {"_draft": token(inside) + "x", **TYPED})

    assert (response.status_code, Draft.objects.count()) == (400, 0)


def test_a_form_that_came_back_wrong_is_kept_as_it_was_sent(inside):
    response = inside.post(FORM, {"_draft": token(inside), **TYPED})

    assert (response.status_code, Draft.objects.get().values["amount"]) == (422, ["1.2万"])


def test_sending_ends_the_draft(kit, inside, person, rf):
    keep(inside)
    request = rf.post(FORM, {"_draft": token(inside), **TYPED})
    request.user, request.session = person, inside.session
    from django.http import HttpResponseRedirect

    from kechuang.web.drafts_pages import Drafts

    Drafts(lambda _request: HttpResponseRedirect("/done/"))(request)

    assert Draft.objects.count() == 0


def test_a_session_that_ends_while_typing_loses_nothing(kit, client, person):
    client.force_login(person)
    held = token(client)
    client.session.flush()

    said = client.post(
        reverse("web:draft-keep"), {"_draft": held, **TYPED}, headers={"HX-Request": "true"}
    ).content.decode()
    client.force_login(person)

    page = html.fromstring(client.get(FORM).content.decode())
    assert "/sign-in/?next=%2Fstyle%2Fform%2F" in said
    assert page.xpath("//input[@name='name']/@value") == ["海宁示例厂（演示）"]


def test_what_waits_in_a_browser_is_for_its_own_person_only(kit, client, person):
    client.force_login(person)
    held = token(client)
    client.logout()
    client.post(reverse("web:draft-keep"), {"_draft": held, **TYPED}, headers={"HX-Request": "true"})
    client.force_login(Person.objects.create_user("wu", name="吴桐（演示）"))

    assert "海宁示例厂" not in client.get(FORM).content.decode()
    assert Draft.objects.count() == 0


def test_a_form_whose_token_against_forgery_is_gone_is_kept(kit, person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)

    response = client.post(FORM, {"_draft": token(client), **TYPED})

    assert (response.status_code, Draft.objects.get().values["name"]) == (403, ["海宁示例厂（演示）"])
    assert "您填写的内容已保存：请重新打开表单并提交。" in response.content.decode()


class Everything(KitForm):
    """A form with all that is never kept."""

    not_kept = frozenset({"number"})
    key = forms.CharField(widget=forms.HiddenInput)
    name = forms.CharField()
    number = forms.CharField()
    paper = forms.FileField()
    fixed = forms.CharField(disabled=True)


def test_files_hidden_fixed_and_named_fields_are_never_kept():
    assert drafts.kept_fields(Everything()) == ["name"]


def test_a_form_with_a_password_is_never_kept():
    class Secret(Everything):
        word = forms.CharField(widget=forms.PasswordInput)

    assert drafts.kept_fields(Secret()) == []


def test_drafts_go_with_their_person_and_with_time(inside, person):
    keep(inside)
    early, late = drafts.purge(clock.real_now()), drafts.purge(clock.real_now() + timedelta(days=91))
    keep(inside)
    person.grants.all().delete()

    person.delete()

    assert (early, late, Draft.objects.count()) == (0, 1, 0)


def test_strangers_get_a_form_without_any_of_it(kit, client, db):
    page = client.get(FORM).content.decode()

    assert ("_draft" in page, "保存草稿" in page) == (False, False)
