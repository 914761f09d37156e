"""The lists of collections: what offices sent, and what a body was asked."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.casework import words
from kechuang.web.page import Action
from kechuang.web.parts import Empty
from kechuang.web.tables import Column, List


def _url(row: Any) -> str:  # noqa: ANN401 - a collection
    return reverse("elements:collection", args=[row.pk])


def _case_url(row: Any) -> str:  # noqa: ANN401 - an answer
    return reverse("casework:case", args=[row.pk])


NUMBER = Column(name="number", label=_("Number"), value="case__number", kind="code", sort=("pk",), link=True)
TITLE = Column(name="title", label=_("Title"), value="case__title", kind="main", sort=("pk",), link=True)
STATE = Column(name="state", label=_("State"), value=lambda row: words.state_of(row.case), kind="state")

SENT = List(
    key="collections",
    caption=_("One-off collections"),
    columns=(
        NUMBER,
        TITLE,
        Column(name="office", label=_("Collecting office"), value="case__office__name", phone=False),
        STATE,
        Column(name="fields", label=_("Fields"), value=lambda row: len(row.elements), kind="whole", phone=False),
        Column(name="recipients", label=_("Bodies asked"), kind="whole", phone=False),
        Column(name="answered", label=_("Answered"), kind="whole"),
        Column(name="reply_by", label=_("Reply by"), kind="day"),
        Column(name="expires_on", label=_("Ends on"), kind="day", phone=False),
    ),
    order="-number",
    row_url=_url,
    empty=Empty(
        sentence=_("No collection has been sent. Look first whether the platform knows the figures already."),
        action=Action(label=_("The dictionary"), url="/forms/elements/"),
    ),
)
ASKED = List(
    key="collections-asked",
    caption=_("What was asked of us"),
    columns=(
        TITLE,
        Column(name="office", label=_("Asked by"), value="case__office__name", phone=False),
        Column(name="body", label=_("Body"), value="body__name", phone=False),
        STATE,
        Column(name="reply_by", label=_("Reply by"), value="collection__reply_by", kind="day"),
        Column(name="answered_on", label=_("Answered on"), kind="day", phone=False),
    ),
    order="-title",
    row_url=_case_url,
    empty=Empty(sentence=_("Nobody has asked anything of your bodies. When somebody does, it stands here.")),
)
