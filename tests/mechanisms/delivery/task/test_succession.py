"""People leave and bodies merge: whoever comes after owes the task."""

from datetime import date

from kechuang.casework.models import Case
from kechuang.casework.posts import assigning, handing, staffing, succeeding
from kechuang.casework.posts.models import Assignment
from kechuang.casework.posts.requests import FillPost, HandOver, SetPost, Succeed
from kechuang.mechanisms.delivery.task import queries
from kechuang.mechanisms.delivery.task.models import TaskHelp
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Grant, Person
from kechuang.web.permissions import SYSTEM, read_actor
from tests.mechanisms.delivery.task.conftest import BEGIN, FIRST, moment


def keeper(region):
    someone = Person.objects.create_user("keeper", name="Keeper")
    Grant.objects.create(person=someone, role="node_keeper", body=region.bodies["city"], valid_from=FIRST)
    return read_actor(someone)


def test_a_merged_body_leaves_what_it_led_supported_and_was_asked_to_its_successor(region):
    led = region.running()
    supported = region.make("county", supports=("bureau",), title="Supported")
    asked = region.running("county", title="Asked")
    region.take(asked, "ask_help", "county clerk", body=region.bodies["bureau"].pk, question="May we?")
    bureau, heir = region.bodies["bureau"], region.bodies["other county"]

    with clock.fixed(moment(BEGIN)):
        request = Succeed(body=bureau.pk, succession=chance.uuid7(), kind="merge", day=BEGIN, successors=(heir.pk,))
        outcome = succeeding.succeed(request, by=keeper(region), key="merge")

    assert outcome.refusal is None, outcome.refusal
    owed = queries.of_body(Case.objects.all(), heir.pk)
    assert set(owed.values_list("pk", flat=True)) == {led.pk, supported.pk}
    assert TaskHelp.objects.get().body_id == heir.pk
    far = region.actors["far clerk"]
    region.actors["far clerk"] = read_actor(Person.objects.get(pk=far.person))
    assert region.take(led, "report", "far clerk", percent=50, text="Taken over.").refusal is None


def test_a_handover_of_a_post_takes_its_open_tasks_along(region):
    case = region.running()
    bureau = region.bodies["bureau"]
    boss = Person.objects.create_user("boss", name="Boss")
    Grant.objects.create(person=boss, role="body_keeper", body=bureau, valid_from=FIRST)
    old, new = (Person.objects.create_user(name, name=name) for name in ("old", "new"))
    for person in (old, new):
        Grant.objects.create(person=person, role="reporter", body=bureau, valid_from=FIRST)
    posts = [chance.uuid7(), chance.uuid7()]
    with clock.fixed(moment(BEGIN)):
        for at, (post, person) in enumerate(zip(posts, (old, new), strict=True)):
            made = SetPost(body=bureau.pk, post=post, title=f"Seat {at}", roles=("reporter",), since=BEGIN)
            assert staffing.set_post(made, by=read_actor(boss), key=f"post{at}").refusal is None
            fill = FillPost(body=bureau.pk, post=post, person=person.pk, since=BEGIN)
            assert staffing.fill_post(fill, by=read_actor(boss), key=f"fill{at}").refusal is None
        outcome = assigning.assign(case.pk, posts[0], by=SYSTEM, key="assign")
        assert outcome.refusal is None, outcome.refusal

        request = HandOver(
            body=bureau.pk, handover=chance.uuid7(), person=old.pk, left=(posts[0],), by=boss.pk, rest=posts[1]
        )
        outcome = handing.hand_over(request, by=read_actor(boss), key="hand")

    assert outcome.refusal is None, outcome.refusal
    assert Assignment.objects.get(case=case).post_id == posts[1]
    region.actors["new"] = read_actor(new)
    assert region.take(case, "report", "new", date(2026, 3, 3), percent=40, text="Taken over.").refusal is None
