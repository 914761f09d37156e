"""Each part of a page in each of its states, as a reader and as a screen reader meet it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation
from lxml import html

from kechuang.web import written
from kechuang.web.page import Action, Head
from kechuang.web.parts import Clause, Deadline, Empty, Event, Fact, Figure, Measure, Source, State, Step

TODAY = date(2026, 6, 30)


def render(tag, **context):
    return Template(f"{{% load kit %}}{{% {tag} %}}").render(Context(context)).strip()


def words(markup):
    return " ".join(html.fragment_fromstring(markup, create_parent=True).text_content().split())


@pytest.mark.parametrize("tone", ["idle", "going", "risk", "late", "done", "void"])
def test_a_state_is_a_shape_a_word_and_a_colour(tone):
    part = html.fragment_fromstring(render("state said", said=State("推进中", tone)))

    shapes = part.xpath("./svg[@aria-hidden='true']/*")
    assert (part.get("class"), len(shapes), part.text_content()) == (f"state {tone}", 1, "推进中")


def test_all_shapes_differ():
    shapes = {
        render("state said", said=State("x", tone)).replace(tone, "")
        for tone in ("idle", "going", "risk", "late", "done", "void")
    }

    assert len(shapes) == 6


def test_an_unknown_tone_is_refused():
    with pytest.raises(ValueError, match="'angry'"):
        State("x", "angry")


@pytest.mark.parametrize(("percent", "drawn", "said"), [(0, "0", "0%"), (53, "53", "53%"), (138, "100", "138%")])
def test_progress_is_a_bar_and_a_number(percent, drawn, said):
    part = html.fragment_fromstring(render("meter value", value=percent))

    assert (part.xpath(".//rect[2]/@width"), part.text_content()) == ([drawn], said)


@pytest.mark.parametrize(
    ("days", "more", "css", "said"),
    [
        (40, {}, "chip ", "2026-08-09 剩 40 天"),
        (3, {}, "chip risk", "2026-07-03 剩 3 天"),
        (0, {}, "chip risk", "2026-06-30 今日到期"),
        (-12, {}, "chip late", "2026-06-18 已逾期 12 天"),
        (-12, {"done": True}, "chip ", "2026-06-18 已完成"),
        (40, {"provisional": True}, "chip ", "2026-08-09 剩 40 天 (暂定：该年度节假日安排尚未公布)"),
    ],
)
def test_a_deadline_says_how_far_away_it_is(days, more, css, said):
    part = html.fragment_fromstring(
        render("deadline due", due=Deadline(on=TODAY + timedelta(days), today=TODAY, **more))
    )

    assert (part.get("class"), " ".join(part.text_content().split())) == (css, said)


def test_english_deadlines_count_days_one_by_one():
    with translation.override("en"):
        said = [
            words(render("deadline due", due=Deadline(on=TODAY + timedelta(days), today=TODAY))) for days in (1, 2, -1)
        ]

    assert said == ["2026-07-01 1 day left", "2026-07-02 2 days left", "2026-06-29 1 day overdue"]


def test_a_bare_day_is_measured_from_the_nodes_day(today):
    assert words(render("deadline due", due=TODAY)) == "2026-06-30 今日到期"


def test_a_clause_is_quoted_in_its_own_language_with_the_way_to_its_place():
    quote = Clause(text="支持企业购买服务。", document="示例文件", place="第（四）条", url="/d#4")

    part = html.fragment_fromstring(render("clause quote", quote=quote))

    assert (part.find("p").get("lang"), part.findtext("p")) == ("zh-Hans", "支持企业购买服务。")
    assert [link.get("href") for link in part.iter("a")] == ["/d#4"]


@pytest.mark.parametrize(
    ("how", "said"),
    [("automatic", "自动取数"), ("typed", "人工填报"), ("imported", "批量导入"), ("rule", "依规则计算")],
)
def test_a_source_says_how_who_and_when(how, said):
    assert (
        words(render("source origin", origin=Source(how=how, name="登记", on=TODAY))) == f"{said} · 登记 · 2026-06-30"
    )


def test_a_history_line_says_when_what_who_and_from_what_to_what():
    events = [
        Event(at=TODAY, what="进度", before="45%", after="60%", who="周明"),
        Event(at=datetime(2026, 6, 1, tzinfo=UTC), what="上传", url="/u"),
    ]

    part = html.fragment_fromstring(render("history events", events=events))

    assert [" ".join(line.text_content().split()) for line in part] == [
        "2026-06-30进度 45% → 60% 周明",
        "2026-06-01上传",
    ]


def test_facts_are_terms_and_values_written_by_type():
    rows = [
        Fact(term="金额", value=Decimal("1200000.5")),
        Fact(term="期限", value=TODAY),
        Fact(term="备注", value=None),
        Fact(term="规则", value="上限", url="/r"),
    ]

    part = html.fragment_fromstring(render("facts rows", rows=rows))

    assert [value.text_content() for value in part.iter("dd")] == ["1,200,000.50", "2026-06-30", "—", "上限"]


def test_figures_are_links_only_where_they_lead_somewhere():
    part = html.fragment_fromstring(
        render(
            "figures strip",
            strip=[Figure(label="全部", value=1240, url="/all"), Figure(label="金额", value="3", unit="万元")],
        )
    )

    assert [(child.tag, " ".join(child.text_content().split())) for child in part] == [
        ("a", "全部1,240"),
        ("div", "金额3 万元"),
    ]


def test_a_stepper_says_which_step_is_current_and_which_are_done():
    part = html.fragment_fromstring(
        render("stepper steps", steps=[Step(label="上传", done=True), Step(label="核对", current=True)])
    )

    assert [(step.get("aria-current"), step.text_content()) for step in part] == [
        (None, "上传 ✓ 已完成"),
        ("step", "核对"),
    ]


def test_an_empty_list_offers_the_next_step():
    said = Empty(sentence="没有订单。", action=Action(label="下单", url="/new"))

    part = html.fragment_fromstring(render("empty said", said=said))

    assert (part.findtext("p"), part.find("a").text, part.find("a").get("href")) == ("没有订单。", "下单", "/new")


def test_an_action_that_changes_something_is_a_form_with_a_token(rf):
    said = Empty(sentence="x", action=Action(label="下单", url="/new", post=True, values={"key": "7"}))
    template = Template("{% load kit %}{% empty said %}")

    part = html.fragment_fromstring(template.render(Context({"said": said, "csrf_token": "TOKEN"})).strip())

    form = part.find("form")
    assert (form.get("method"), form.get("action")) == ("post", "/new")
    assert sorted((field.get("name"), field.get("value")) for field in form.iter("input")) == [
        ("csrfmiddlewaretoken", "TOKEN"),
        ("key", "7"),
    ]


def test_a_page_has_one_main_action():
    one = Action(label="a", url="/", primary=True)

    with pytest.raises(ValueError, match="more than one main action"):
        Head(title="T", actions=(one, one))


def test_a_measure_shows_figure_target_line_and_state():
    shown = Measure(
        title="占比",
        value=Decimal("3.24"),
        unit="%",
        target=Decimal("3.3"),
        target_words="目标",
        state=State("有风险", "risk"),
    )

    assert words(render("measure shown", shown=shown)) == "占比3.24 %目标 3.3有风险"


@pytest.mark.parametrize(
    ("amount", "unit", "said"),
    [
        ("1200", "", "1,200"),
        ("1200.5", "", "1,200.50"),
        ("0", "", "0"),
        ("12345678.90", "wan", "1,234.57"),
        ("-5.10", "", "-5.10"),
    ],
)
def test_money_is_written_with_separators_and_fen_only_where_there_are_any(amount, unit, said):
    assert written.money(Decimal(amount), unit=unit) == said


def test_days_shares_and_moments_are_written_one_way():
    assert written.share(Decimal("0.305")) == "30.5%"
    assert written.day_in_words(TODAY, "zh-hans") == "2026年6月30日"
    assert written.day_in_words(TODAY, "en") == "30 June 2026"
    assert written.moment(datetime(2026, 6, 30, 16, 5, tzinfo=UTC)) == "2026-07-01 00:05"


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        written.moment(datetime(2026, 6, 30, 16, 5))  # noqa: DTZ001 - the fault under test


def test_a_static_file_that_does_not_exist_fails_where_it_is_asked_for():
    from django.template import TemplateSyntaxError

    with pytest.raises(TemplateSyntaxError, match=r"no static file web/none\.css"):
        render('asset "web/none.css"')
