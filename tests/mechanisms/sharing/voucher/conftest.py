import pytest

from kechuang.kernel.refusal import Refusal
from kechuang.rulebook import load
from kechuang.web import clock, refusals
from tests.mechanisms.sharing.voucher import law, node


@pytest.fixture(autouse=True)
def every_refusal_has_words(monkeypatch):
    """Every refusal that any test here meets must have a sentence in three languages that names only its values."""
    met, plain = [], Refusal.__init__

    def record(self, *args, **kwargs):
        plain(self, *args, **kwargs)
        met.append(self)

    monkeypatch.setattr(Refusal, "__init__", record)
    yield
    monkeypatch.undo()
    for refusal in {(each.code, *sorted(each.values)): each for each in met}.values():
        for language in ("zh-hans", "zh-hant", "en"):
            assert refusals.sentence(refusal, language)


@pytest.fixture
def tests_law(monkeypatch):
    """Decide under the law of the tests, so that a changed number of a region changes no test."""
    book = law.book()
    monkeypatch.setattr(load, "current", lambda: book)
    return book


@pytest.fixture
def world(db, tests_law):
    with clock.fixed(node.NOW):
        yield node.build()
