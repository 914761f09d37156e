"""Every form that acts gives a request of its own: none falls back on the base, which has none."""

import pytest

from kechuang.casework.standard import forms, many
from kechuang.casework.standard.form_base import MoveForm
from kechuang.mechanisms.sharing.voucher import form_acts
from kechuang.mechanisms.sharing.voucher.forms.base import ActForm

LOADED = (forms, many, form_acts)


def last_ones(base: type) -> set[type]:
    """The forms that no other form builds on: those that people fill."""
    below = base.__subclasses__()
    return {each for cls in below for each in last_ones(cls)} if below else {base}


@pytest.mark.parametrize("base", [MoveForm, many.ManyForm, ActForm])
def test_every_form_gives_a_request_of_its_own(base):
    found = last_ones(base) - {base}

    assert len(found) > 2
    assert [cls.__name__ for cls in sorted(found, key=str) if cls.request is base.request] == []
