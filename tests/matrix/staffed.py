"""Posts, people and bodies of a region of the filled node: one of each thing that an address of the office names."""

from datetime import date
from typing import TYPE_CHECKING

from kechuang.casework.posts import delegating, handing, staffing, succeeding
from kechuang.casework.posts.models import Invitation
from kechuang.casework.posts.requests import Delegate, FillPost, HandOver, SetPost, Succeed
from kechuang.web import chance
from tests.pages.voucher.world import World, done

if TYPE_CHECKING:
    from tests.matrix.filled import Filled, Person

UNTIL, RENAMED_ON = date(2026, 12, 1), date(2027, 12, 1)


def staffed(filled: "Filled", region: str, readers: dict[str, frozenset["Person"]]) -> None:
    """Make two posts of the city office, a delegation, a handover, an invitation and a planned renaming."""
    world = filled.worlds[region]
    body = world.bodies["city office"].pk
    with world.at():
        first, second = (_post(world, title, name) for title, name in (("科长", "city1"), ("老岗位", "city2")))
        delegation = Delegate(
            body=body,
            delegation=chance.uuid7(),
            post=first,
            giver=world.persons["city1"].pk,
            taker=world.persons["city2"].pk,
            since=world.on,
            until=UNTIL,
            reason="leave",
        )
        done(delegating.delegate(delegation, by=world.actor("city1"), key=world.key()))
        handed = HandOver(
            body=body,
            handover=chance.uuid7(),
            person=world.persons["city2"].pk,
            left=(second,),
            successions={second: world.persons["city1"].pk},
            by=world.persons["office keeper"].pk,
        )
        done(handing.hand_over(handed, by=world.actor("office keeper"), key=world.key()))
        outcome, secret = staffing.invite(
            body, name="受邀人", role="planner", by=world.actor("office keeper"), key=world.key(), days=300
        )
        done(outcome)
        renamed = Succeed(body=body, succession=chance.uuid7(), kind="rename", day=RENAMED_ON, name=f"{world.mark}新名")
        done(succeeding.succeed(renamed, by=world.actor("node keeper"), key=world.key()))
    grant = world.persons["city1"].grants.get()
    things = {
        "person": (world.persons["city1"].pk, "kept"),
        "invitation": (Invitation.objects.get(digest=staffing.digest_of(secret)).pk, "kept"),
        "granted role": (grant.pk, "kept"),
        "post": (first, "read"),
        "kept post": (first, "kept"),
        "left post": (first, "left"),
        "handover": (handed.handover, "handed"),
        "delegation": (delegation.delegation, "delegated"),
        "any body": (body, "node"),
        "succession": (renamed.succession, "read"),
    }
    for kind, (identifier, who) in things.items():
        filled.add(region, kind, identifier, readers[who])
    filled.add(region, "joining", secret)


def _post(world: World, title: str, name: str):
    body, post = world.bodies["city office"].pk, chance.uuid7()
    wanted = SetPost(body=body, post=post, title=title, roles=("city_checker",), since=world.on)
    done(staffing.set_post(wanted, by=world.actor("office keeper"), key=world.key()))
    fill = FillPost(body=body, post=post, person=world.persons[name].pk, since=world.on)
    done(staffing.fill_post(fill, by=world.actor("office keeper"), key=world.key()))
    return post
