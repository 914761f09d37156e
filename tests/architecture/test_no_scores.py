"""No check-ins, no points, no online time, no rankings of persons: not in a table, an address, a role or a word.

Rule: State Council office letter (2026) 12 and the provisions against formalism at the fingertip. The scan reads names
and words; the allowed list says why a hit is something else.
"""

import re
from pathlib import Path

import polib
import pytest
from django.apps import apps

from kechuang.web.permissions import ROLES
from tests.matrix.routes import PAGES

ROOT = Path(__file__).parents[2] / "kechuang"
NAMES = re.compile(
    r"(?:^|[_/\-.:])(?:check_?ins?|sign_?ins?_count|points?|badges?|medals?|leader_?boards?|rank(?:ing|s)?|streaks?|"
    r"karma|online_(?:time|minutes|seconds)|minutes_online|active_minutes|login_count|sign_in_count|logins|"
    r"person_score|user_score|activity_score)(?:$|[_/\-.:])"
)
WORDS = re.compile(
    r"打卡|签到|积分|在线时长|登录次数|排行榜|龙虎榜|光荣榜|活跃度|个人排名|人员排名|点赞|勋章|"
    r"\b(?:check[ -]?in (?:daily|count)|leaderboard|your points|points earned|time online|login count|most active)\b",
    re.IGNORECASE,
)
# Names and (file, word) that are something else, and why.
OTHER_NAMES = {
    "policy.System.rank": "the order of systems in the published list",
    "standard.Endorsement.rank": "the order in which a body recommends projects upwards, as the rules for calls ask",
}
OTHER_WORDS = {
    ("rulebook/locale/zh_Hans/LC_MESSAGES/django.po", "积分"): "points of firms under an official table (企业创新积分)",
    (
        "mechanisms/market/roadshow/locale/zh_Hans/LC_MESSAGES/django.po",
        "签到",
    ): "the sheet that guests of an event sign",
}


def fields():
    for model in apps.get_models(include_auto_created=True):
        if model.__module__.startswith("kechuang."):
            for field in model._meta.get_fields():
                if field.concrete:
                    yield f"{model._meta.label}.{field.name}"


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def test_no_table_counts_presence_or_gives_points():
    names = [*fields(), *(model._meta.label for model in apps.get_models() if model.__module__.startswith("kechuang."))]

    assert {name for name in names if NAMES.search(snake(name))} <= set(OTHER_NAMES)


def test_no_address_and_no_permission_is_for_that():
    names = [route.path for route in PAGES]
    names += [permission for role in ROLES.values() for permission in (role.code, *role.permissions)]

    assert [name for name in names if NAMES.search(name)] == []


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("**/zh_Hans/LC_MESSAGES/django.po")), ids=lambda path: path.parents[2].parent.name
)
def test_no_word_says_so(path):
    name = path.relative_to(ROOT).as_posix()
    said = [text for entry in polib.pofile(str(path)) for text in (entry.msgid, entry.msgstr)]

    found = {(name, hit) for text in said for hit in WORDS.findall(text)}

    assert found - set(OTHER_WORDS) == set()


def test_no_table_orders_persons_by_a_number():
    """A field of a person that is a number could rank persons: there is none but keys."""
    person = apps.get_model("accounts", "Person")
    numbers = {"IntegerField", "PositiveIntegerField", "BigIntegerField", "DecimalField", "FloatField", "DurationField"}

    assert [f.name for f in person._meta.get_fields() if f.concrete and f.get_internal_type() in numbers] == []


@pytest.mark.parametrize(
    "name", ["accounts.Person.points", "web.CheckIn.day", "x.Visit.online_minutes", "x.LoginCount"]
)
def test_the_scan_of_names_finds_what_it_should(name):
    assert NAMES.search(snake(name))


@pytest.mark.parametrize("name", ["/sign-in/", "web.Draft.saved_at", "sharing.Checkpoint.at", "policy:score"])
def test_the_scan_of_names_leaves_other_things_alone(name):
    assert NAMES.search(snake(name)) is None


@pytest.mark.parametrize("text", ["每日打卡", "本周积分 12", "Your points: 3", "科员排行榜"])
def test_the_scan_of_words_finds_what_it_should(text):
    assert WORDS.search(text)
