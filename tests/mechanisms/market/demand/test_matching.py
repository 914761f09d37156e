"""Matching: every match has a reason of substance; the reasons are shown, and order follows them alone."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.mechanisms.market.demand.rules import signs
from kechuang.mechanisms.market.demand.rules.matching import POINTS, Offer, Profile, best, match, shared_words
from kechuang.policy.likeness import folded

PROFILE = Profile(
    field="8",
    ipc=("B23Q 11/00",),
    keywords=("热补偿",),
    text="高速主轴热变形在线补偿 主轴连续运转后热伸长",
    readiness=6,
    place="330106",
)
RESULT = Offer(
    kind="result",
    ref="r1",
    title="一种电主轴热伸长预测与热补偿方法",
    ipc=("B23Q 11/14",),
    fields=("8.2",),
    readiness=7,
    place="330108",
)


def codes(found):
    return [(each.code, each.shown) for each in found.reasons]


def test_each_reason_says_what_shows_it():
    found = match(PROFILE, RESULT)

    assert found is not None
    assert codes(found) == [
        ("field", "8.2"),
        ("ipc_group", "B23Q 11"),
        ("keyword", "热补偿"),
        ("words", "主轴热"),
        ("words", "热伸长"),
        ("readiness", "7"),
        ("place", "330108"),
    ]


def test_place_and_readiness_alone_are_no_reason():
    near = Offer(kind="result", ref="r2", title="水稻育种", readiness=9, place="330106")

    assert match(PROFILE, near) is None


def test_words_of_the_genre_are_no_reason():
    vague = Offer(kind="result", ref="r3", title="一种提高产品性能的关键技术研究方法及系统")
    wanted = Profile(field="1", text="希望提高产品性能的关键技术研究方法")

    assert match(wanted, vague) is None


def test_the_better_offer_stands_first_and_equals_keep_their_order():
    weak = Offer(kind="result", ref="r0", title="机床", fields=("8",))
    same = Offer(kind="result", ref="r9", title="机床", fields=("8",))

    assert [each.offer.ref for each in best(PROFILE, [same, weak, RESULT])] == ["r1", "r0", "r9"]


HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x4E40), max_size=12)


@settings(max_examples=60, deadline=None)
@given(HAN, HAN)
def test_shared_words_stand_in_both_texts(one, other):
    assert all(word in folded(one) and word in folded(other) for word in shared_words(one, other))


@settings(max_examples=60, deadline=None)
@given(HAN, st.sampled_from(["1", "8", "8.2"]), st.sampled_from(["A01B 1/00", "B23Q 11/00", ""]))
def test_points_are_the_sum_of_the_reasons(text, field, symbol):
    offer = Offer(kind="x", ref="1", title=text, fields=(field,), ipc=(symbol,) if symbol else ())

    found = match(PROFILE, offer)

    assert found is None or found.points == sum(POINTS[each.code] for each in found.reasons)


@given(st.decimals(min_value=1, max_value=10**12, places=2), st.decimals(min_value=1, max_value=10**10, places=2))
def test_an_amount_below_the_believed_multiple_is_never_doubted(amount, sales):
    meant = signs.other_unit(amount, sales, Decimal(3), Decimal(10**8))

    assert meant is None or (amount > sales * 3 and meant * 10_000 == amount)


def test_signs_of_an_advertisement_quote_the_words():
    assert signs.advertising("诚招代理商,电话 0571-88881234,实力雄厚") == (
        ("telephone", "0571-88881234"),
        ("praise", "实力雄厚"),
        ("sales_pitch", "诚招"),
    )
    assert signs.advertising("主轴运转两小时后伸长12微米,需控制在3微米以内。") == ()
