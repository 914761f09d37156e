"""What holds for any text at all: exact places, a monotone map, no exception, indifference to doubled blanks."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.policy.read import view
from kechuang.policy.read.quantities import find
from kechuang.policy.read.read import read_text
from tests.policy.read import measure

PIECES = st.sampled_from(
    [
        "到2025年，", "2020年", "“十四五”期间", "高新技术企业", "达到", "50家", "1—2家", "百分之十五", "翻一番", "全覆盖", "各", "分别", "其中",
        "（责任单位：", "省科技厅", "、", "，", "。", "；", "：", "（", "）", "《", "》", "“", "”", "一、", "（一）", "1.", "第三条", "专栏1",
        "给予", "500万元", "奖励", "\n", "\t", "  ", "<p>", "</p>", "&nbsp;", "<!--", "<script>", "|", "\ue000", "\ufffd", "\x00", "附件：",
        "目录", "](", "---\n", "𠀀", "會國學", "套用", "12.5%", "第5位", "2个百分点", "每年", "平台", "\r\n", "— 3 —",
        "三分之一", "七成五", "过半", "壹、", "民國117年", "明年", "同比增长", "1）", "2O27年", "1，200家", "单位：亿元\n", "完成时限", "下一步",
        "县（市、区）\t", "目标分解表\n", "以来", "实际", "年产", "最高", "指标\t2025年\t2030年\n", "《规划》提出", "牵头单位\t配合单位\n",
    ]
)  # fmt: skip
GENRE = st.lists(PIECES, max_size=60).map("".join)
LISTS = (
    "sections",
    "targets",
    "assignments",
    "incentives",
    "named_systems",
    "cited_documents",
    "baselines",
    "asides",
    "gaps",
    "omissions",
)


@settings(max_examples=120, deadline=None)
@given(GENRE | st.text(max_size=120))
def test_every_finding_is_an_exact_stretch_of_any_text(text):
    document = read_text(text)

    for name in LISTS:
        for found in getattr(document, name):
            assert text[found.start : found.end] == found.quote


@settings(max_examples=120, deadline=None)
@given(GENRE | st.text(max_size=120))
def test_the_map_back_never_runs_backwards(text):
    layer = view.build(text).layer

    assert len(layer.text) == len(layer.starts) == len(layer.ends)
    assert all(a <= b for a, b in itertools.pairwise(layer.starts))
    assert all(a <= b for a, b in itertools.pairwise(layer.ends))
    assert all(a < b for a, b in zip(layer.starts, layer.ends, strict=True))


@settings(max_examples=60, deadline=None)
@given(GENRE)
def test_quantities_stand_in_order_and_apart(text):
    found = list(find(text))

    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


def findings(document):
    return (
        [(t.indicator, t.value, t.value_max, t.unit, t.year, t.comparator) for t in document.targets],
        [a.units for a in document.assignments],
        [(s.marker, s.title) for s in document.sections],
        [(i.value, i.unit) for i in document.incentives],
        [s.name.replace(" ", "") for s in document.named_systems],
    )


def test_doubling_blanks_changes_no_finding():
    for name in ("county_plan", "province_plan", "incentives", "regulation", "pdf_wrapped"):
        raw, _ = measure.load(name)
        doubled = raw.replace("\u3000", "\u3000\u3000").replace(" ", "  ")

        assert findings(read_text(doubled)) == findings(read_text(raw))


def wrapped(text, width=64):
    """The text as a PDF copy gives it: lines cut at the paper's edge, blank lines between, page numbers."""
    lines = [""]
    for char in text:
        used = sum(1 if c.isascii() else 2 for c in lines[-1])
        if char == "\n" or used >= width:
            lines.append("" if char == "\n" else char)
        else:
            lines[-1] += char
    pages = [lines[i : i + 20] for i in range(0, len(lines), 20)]
    return "\n\n".join("\n\n".join([*page, f"— {number} —"]) for number, page in enumerate(pages, 1))


@pytest.mark.parametrize("name", ["county_plan", "province_plan", "work_report"])
def test_line_ends_of_paper_and_page_numbers_change_no_finding(name):
    raw, _ = measure.load(name)

    assert findings(read_text(wrapped(raw)))[:4] == findings(read_text(raw))[:4]


@pytest.mark.parametrize("name", ["county_plan", "province_plan", "opinion", "unit_forms"])
def test_paragraph_tags_change_no_finding(name):
    raw, _ = measure.load(name)
    page = "<html><body>" + "".join(f"<p>{line}</p>" for line in raw.split("\n")) + "</body></html>"

    assert findings(read_text(page)) == findings(read_text(raw))


def test_full_width_digits_and_letters_change_no_promise():
    raw, _ = measure.load("county_plan")
    wide = raw.translate({code: code + 0xFEE0 for code in range(ord("0"), ord("9") + 1)}).replace("%", "％")

    assert findings(read_text(wide))[0] == findings(read_text(raw))[0]
