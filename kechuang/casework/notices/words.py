"""The words of a notice in the reader's language."""

from django.utils.translation import get_language, gettext

from kechuang.casework.notices.models import Notice
from kechuang.casework.notices.values import unpack
from kechuang.web import divisions
from kechuang.web.parts import DONE, GOING, IDLE, LATE, RISK, VOID, State
from kechuang.web.refusals import write_values


class _Quoted(dict[str, str]):
    """A value that the words name and the notice does not hold is a dash, not a broken page."""

    def __missing__(self, name: str) -> str:
        return "—"


def title(notice: Notice) -> str:
    """Give the title: the office's own, or the message of the kind."""
    return notice.title or gettext(notice.kind)


def text(notice: Notice) -> str:
    """Give the text: the office's own, or the message ``<kind>.notice`` with the notice's values in it."""
    if notice.text:
        return notice.text
    message = f"{notice.kind}.notice"
    known = gettext(message)
    if known == message:
        return ""
    return known.format_map(_Quoted(write_values(_in_language(unpack(notice.values)))))


def _in_language(values: dict[str, object]) -> dict[str, object]:
    """Choose between ``name_zh`` and ``name_en`` where a value was taken from a rule in both languages."""
    chosen = dict(values)
    for name, value in values.items():
        if name.endswith("_zh"):
            stem = name.removesuffix("_zh")
            chosen[stem] = said(str(value), str(values.get(f"{stem}_en", value)))
    return chosen


def said(zh: str, en: str) -> str:
    """Give words that stand in rules in both languages, in the reader's."""
    language = get_language() or ""
    if language.startswith("en"):
        return en
    return divisions.traditional(zh) if language == "zh-hant" else zh


def asks(code: str) -> str:
    """Give what a notice asks for."""
    message = f"notice.asks.{code}" if code else ""
    return gettext(message) if message else ""


def state(notice: Notice, today: object) -> State:
    """Give a notice's state for those who see it: the steps of a formal one, read or unread of a plain one."""
    if not notice.formal:
        return State(gettext("read"), DONE, "read") if notice.read_at else State(gettext("unread"), GOING, "unread")
    code = notice.state
    if late(notice, today):
        return State(gettext("overdue"), LATE, code)
    tone = {"SENT": IDLE, "RECEIVED": GOING, "CONFIRMED": DONE, "ANSWERED": DONE, "WITHDRAWN": VOID}.get(code, RISK)
    message = f"casework.notice.{code}"
    return State(gettext(message), tone, code)


def late(notice: Notice, today: object) -> bool:
    """Say whether a formal notice waits beyond its day."""
    day = notice.reply_by
    return notice.formal and notice.state in {"SENT", "RECEIVED"} and day is not None and day < today  # type: ignore[operator]
