"""References and the ids that follow from them."""

from uuid import UUID

import pytest

from kechuang.kernel.ref import Ref, derived, id_text

CASE = UUID("019d3c7a-e420-7801-b105-2003fcbbc696")


def test_a_reference_is_read_as_it_was_written():
    reference = Ref("330100", "market.result", CASE)

    assert Ref.parse(str(reference)) == reference


@pytest.mark.parametrize("part", ["", "a/b", "示例", "a b"])
def test_a_part_that_would_not_split_again_is_refused(part):
    with pytest.raises(ValueError, match="not a reference part"):
        Ref(part, "market.result", CASE)


@pytest.mark.parametrize(
    ("reference", "said"), [(f"330100/market.result/{CASE}", str(CASE)), (f"body/{CASE}", str(CASE)), ("", "")]
)
def test_the_id_of_a_reference_is_its_end(reference, said):
    assert id_text(reference) == said


def test_a_derived_id_is_the_same_again_and_another_for_each_name():
    first, again, other = derived(CASE, "deal:1"), derived(CASE, "deal:1"), derived(CASE, "deal:2")

    assert (first, first.version, first.variant) == (again, 8, "specified in RFC 4122")
    assert first != other
