"""Posts of the invented offices: who fills them, who stands in, what was handed over, which cases are whose."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import cycle
from uuid import UUID

from kechuang.casework.models import Case
from kechuang.casework.posts import assigning, delegating, handing, staffing
from kechuang.casework.posts.requests import Delegate, FillPost, HandOver, SetPost
from kechuang.config.demo import cast
from kechuang.config.demo.day import LAST_DAY
from kechuang.config.demo.stage import ONE_DAY, Stage
from kechuang.config.demo.troupe import Troupe
from kechuang.web import chance
from kechuang.web.permissions import Actor

STAFFED_ON = date(2025, 5, 7)
ASSIGNED, HANDED, DELEGATED = 3, 2, 1
MOST_ASSIGNED = 6
COUNTER = "窗口受理岗"
OF_DEPARTMENT = (
    ("审核一岗", "city_checker", 1),
    ("审核二岗", "city_checker", 2),
    ("预算编制岗", "budget_keeper", 1),
    ("预算复核岗", "budget_keeper", 2),
    ("规划监测岗", "planner", 1),
)
OF_FUNDS = (("支付制单岗", "finance", 1), ("支付复核岗", "finance", 2), ("支付登记岗", "finance", 3))
OF_AUDIT = (("抽查一岗", "auditor", 1), ("抽查二岗", "auditor", 2))
OF_COUNTY = (("审核一岗", "county_checker", 1), ("审核二岗", "county_checker", 2), (COUNTER, "county_checker", 1))


@dataclass(slots=True)
class Desks:
    """The posts of every office and of two firms; ``posts`` by body and title."""

    troupe: Troupe
    stage: Stage
    posts: dict[tuple[str, str], UUID] = field(default_factory=dict)

    def set_out(self) -> None:
        """Staff the offices at the beginning; let cases be given, handed over and stood in for at the end."""
        self.stage.scene(STAFFED_ON, self._staff)
        for days, play in ((ASSIGNED, self._assign), (HANDED, self._hand_over), (DELEGATED, self._delegate)):
            self.stage.scene(self.stage.working(LAST_DAY - days * ONE_DAY), play)

    def _staff(self) -> None:
        for authority in cast.AUTHORITIES:
            code = authority.code
            self._fill(cast.office_code(code), code, self._keeper("city_checker", code, 2), OF_DEPARTMENT)
            self._fill(cast.office_code(code, "cw"), code, self._keeper("finance", code, 3), OF_FUNDS)
            self._fill(cast.office_code(code, "sj"), code, self._keeper("auditor", code, 2), OF_AUDIT)
            for county, _name in authority.counties:
                self._fill(cast.office_code(county), county, self._keeper("county_checker", county, 2), OF_COUNTY)
        for firm in cast.self_kept():
            clerk = self.troupe.clerk(firm.code)
            self._post(firm.code, "创新券专员", "firm_clerk", clerk, clerk)

    def _keeper(self, role: str, place: str, which: int) -> Actor:
        return self.troupe.officer(role, place, which)

    def _fill(self, body: str, place: str, keeper: Actor, posts: tuple[tuple[str, str, int], ...]) -> None:
        for title, role, which in posts:
            self._post(body, title, role, self.troupe.officer(role, place, which), keeper)

    def _post(self, code: str, title: str, role: str, filler: Actor, keeper: Actor) -> None:
        body, post = self.troupe.bodies[code], chance.uuid7()
        self.posts[code, title] = post
        key = f"demo:post:{code}:{title}"
        made = SetPost(body=body, post=post, title=title, roles=(role,), since=STAFFED_ON)
        self.stage.note("casework.body.set_post", staffing.set_post(made, by=keeper, key=key))
        filled = FillPost(body=body, post=post, person=_person(filler), since=STAFFED_ON)
        self.stage.note("casework.body.fill_post", staffing.fill_post(filled, by=keeper, key=f"{key}:fill"))

    def _assign(self) -> None:
        """Each office gives its open cases to its posts in turn."""
        for authority in cast.AUTHORITIES:
            titles = [title for title, role, _which in OF_DEPARTMENT if role == "city_checker"]
            self._assign_of(cast.office_code(authority.code), titles, self._keeper("city_checker", authority.code, 1))
            for county, _name in authority.counties:
                keeper = self._keeper("county_checker", county, 2)
                self._assign_of(cast.office_code(county), [each[0] for each in OF_COUNTY], keeper)

    def _assign_of(self, code: str, titles: list[str], by: Actor) -> None:
        kinds = ("matters.application", "matters.request", "sharing.voucher.right")
        rows = Case.objects.filter(office=self.troupe.bodies[code], finished=False, hold="", kind__in=kinds)
        waiting = rows.exclude(state__in=("GRANTED", "LAPSED")).order_by("-pk").values_list("pk", flat=True)
        for case, title in zip(list(waiting[:MOST_ASSIGNED]), cycle(titles), strict=False):
            outcome = assigning.assign(case, self.posts[code, title], by=by, key=f"demo:assign:{case}")
            self.stage.note("casework.body.posts.assign", outcome)

    def _hand_over(self) -> None:
        """In each first county the counter's work goes to the colleague."""
        for authority in cast.AUTHORITIES:
            county = authority.counties[0][0]
            code = cast.office_code(county)
            leaves, takes = (self.troupe.officer("county_checker", county, which) for which in (1, 2))
            post = self.posts[code, COUNTER]
            request = HandOver(
                body=self.troupe.bodies[code],
                handover=chance.uuid7(),
                person=leaves.person,
                left=(post,),
                successions={post: _person(takes)},
                by=takes.person,
            )
            outcome = handing.hand_over(request, by=takes, key=f"demo:handover:{county}")
            self.stage.note("casework.body.hand_over", outcome)

    def _delegate(self) -> None:
        """In each city one checker stands in for the other for two weeks."""
        for authority in cast.AUTHORITIES:
            code = cast.office_code(authority.code)
            away, there = (self.troupe.officer("city_checker", authority.code, which) for which in (1, 2))
            since = self.stage.working(LAST_DAY - DELEGATED * ONE_DAY)
            request = Delegate(
                body=self.troupe.bodies[code],
                delegation=chance.uuid7(),
                post=self.posts[code, OF_DEPARTMENT[0][0]],
                giver=_person(away),
                taker=_person(there),
                since=since,
                until=since + timedelta(days=14),
                reason="参加业务培训",
            )
            outcome = delegating.delegate(request, by=away, key=f"demo:delegate:{authority.code}")
            self.stage.note("casework.body.delegate", outcome)


def _person(actor: Actor) -> UUID:
    if actor.person is None:
        raise TypeError("only persons fill posts")
    return actor.person
