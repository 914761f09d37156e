"""Every stored code that people read has words in all languages: roles, permissions, kinds, states, moves, facts."""

import pytest
from django.utils.translation import gettext, override

from kechuang.casework.moves import full_code
from kechuang.casework.registry import CASE_KINDS
from kechuang.config import roles
from kechuang.kernel.fact import REGISTRY
from kechuang.web.permissions import ROLES

SAME_IN_ENGLISH = {"auditor", "planner"}  # the code is the word


def codes():
    roles.register()
    yield from (role for role in ROLES if not role.startswith("tests."))
    yield from {each for role in ROLES.values() for each in role.permissions if not role.code.startswith("tests.")}
    for kind, declared in CASE_KINDS.items():
        if kind.startswith("tests."):
            continue
        yield kind
        yield from (f"{kind}.{state}" for state in declared.moves.states)
        yield from (full_code(kind, entry.code) for entry in declared.moves.table)
    yield from (name for name, _version in REGISTRY if not name.startswith("tests."))


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_every_code_that_people_read_has_words(language):
    with override(language):
        bare = sorted({code for code in codes() if gettext(code) == code})

    assert bare == ([] if language != "en" else sorted(SAME_IN_ENGLISH & set(bare)))
