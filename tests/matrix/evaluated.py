"""Two evaluations of each region's document: one out for comment with everything that hangs on it, one published."""

from datetime import date, timedelta

from kechuang.casework.files import bytes as kept
from kechuang.mechanisms.delivery.evaluation import actions
from kechuang.mechanisms.delivery.evaluation.models import Evaluation, SelfReport, Statement
from kechuang.mechanisms.delivery.evaluation.report import gather
from kechuang.mechanisms.delivery.evaluation.report import inputs as given
from kechuang.mechanisms.delivery.evaluation.rules import requests as asked
from kechuang.policy.models import Document
from kechuang.web import chance, clock
from tests.pages.voucher.world import done, moment

DAYS = asked.Days(
    report_by=date(2026, 8, 1), check_by=date(2026, 8, 10), comment_by=date(2026, 12, 20), publish_by=date(2026, 12, 31)
)


def evaluations(filled, region: str, document, among, seen) -> None:
    """Plant them: the offices of the place and the body that reports read what is not published."""
    out, secret = _taken(filled, region, document, "annual")
    comment, change = _discussed(filled, region, out, document)
    filled.add(region, "evaluation", out, seen)
    report = SelfReport.objects.get(evaluation=out)
    filled.add(region, "self-report", report.pk, seen)
    filled.add(region, "evaluation statement", Statement.objects.filter(report=report.pk).first().pk, seen)
    filled.add(region, "evaluation comment", comment, seen)
    filled.add(region, "adjustment", change, seen)
    filled.plant(secret, seen)
    asked_of_all, _none = _taken(filled, region, document, "final", public=True)
    filled.add(region, "evaluation for all", asked_of_all)
    published, _none = _taken(filled, region, document, "midterm", public=True, until=world_day(filled, region))
    _publish(filled.worlds[region], published)
    filled.add(region, "published evaluation", published)


def world_day(filled, region: str) -> date:
    return filled.worlds[region].on


def _take(world, move: str, request, by: str) -> None:
    done(actions.take(move, request, by=world.actor(by), key=world.key()))


def _taken(filled, region: str, document, kind: str, *, public: bool = False, until: date = DAYS.comment_by):
    """Call, report, check and draft an evaluation; give it and what only its parties read."""
    world = filled.worlds[region]
    row, body = Document.objects.get(pk=document), world.bodies["finance office"]
    secret = "" if public else f"{world.mark}未公开自评内容"
    case, own = chance.uuid7(), chance.uuid7()
    with world.at():
        call = asked.Open(
            case=case,
            authority=world.city,
            office=world.bodies["city office"].pk,
            place=world.city,
            plan=asked.Plan(document=str(row.pk), title=row.title, targets=row.targets_count),
            kind=kind,
            first_year=2025,
            last_year=2026,
            data_year=2025,
            vintage=date(2026, 6, 30),
            days=DAYS,
        )
        done(actions.open_evaluation(call, by=world.actor("planner"), key=world.key()))
        line = asked.LineSpec(id=chance.uuid7(), subject="target", code="T001", title="Target")
        named = asked.AskedBody(case=own, body=body.pk, name=body.name, lines=(line,))
        _take(world, "ask", asked.Ask(evaluation=case, asked=(named,)), "planner")
        said = (asked.Said(line.id, "on_track", "1", "已建成一处。"),)
        told = asked.Tell(report=own, evaluation=case, done=secret or "Done.", problems="", suggestions="", lines=said)
        done(actions.take_report("submit", told, by=world.actor("reporter"), key=world.key()))
        taken = asked.ReportStep(report=own, evaluation=case, move="take")
        done(actions.take_report("take", taken, by=world.actor("planner"), key=world.key()))
        audit = world.actor("auditor").grants[0].body
        _take(world, "name_checker", asked.NameChecker(evaluation=case, body=audit), "planner")
        _take(world, "begin_check", asked.Step(evaluation=case, move="begin_check"), "planner")
        findings = (asked.Finding(line.id, "confirmed"),)
        _take(world, "check", asked.CheckLines(evaluation=case, findings=findings), "auditor")
        _take(world, "draft", _issue(case), "planner")
        invite = asked.Invite(evaluation=case, bodies=(body.pk,), until=until, public=public)
        _take(world, "invite", invite, "planner")
    return case, secret


def _issue(case) -> asked.Issue:
    """Real inputs; the files are only there to be opened."""
    row = Evaluation.objects.select_related("case__office", "case__counterpart", "document").get(pk=case)
    digests = {name: kept.keep(f"{name} {case}".encode()) for name in ("word", "pdf")}
    data = given.canonical(gather.gather(row, final=row.case.state == "APPROVED"))
    return asked.Issue(evaluation=case, inputs=kept.keep(data), **digests)


def _discussed(filled, region: str, case, document):
    """A comment of the body that reports and a proposal, both open."""
    world = filled.worlds[region]
    comment, change = chance.uuid7(), chance.uuid7()
    with world.at():
        body = world.bodies["finance office"].pk
        remark = asked.Remark(evaluation=case, id=comment, body=body, part="", text="Say more.")
        _take(world, "comment", remark, "reporter")
        host = world.bodies["city office"].pk
        values = {"target": "T001", "title": "Target", "before": "1", "value": "2", "unit": "", "reason": "So."}
        _take(world, "propose", asked.Propose(evaluation=case, id=change, body=host, **values), "planner")
    return comment, change


def _publish(world, case) -> None:
    """The round ends today; tomorrow it is approved and published."""
    with clock.fixed(moment(world.on + timedelta(days=1))):
        _take(world, "submit", asked.Step(evaluation=case, move="submit"), "planner")
        _take(world, "approve", asked.Step(evaluation=case, move="approve"), "leader")
        _take(world, "publish", _issue(case), "planner")
