"""What a collection and an answer show on their case pages."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from kechuang.casework.elements.dictionary import elements
from kechuang.casework.elements.forms import word
from kechuang.casework.elements.models import Collection, CollectionAnswer
from kechuang.casework.elements.rules import COLLECTION, SEND
from kechuang.casework.models import Case
from kechuang.web import clock
from kechuang.web.permissions import actor_of, may


def panel(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give the collection's terms and, on an answer, its values; None where the row is gone."""
    if case.kind == COLLECTION.kind:
        row = Collection.objects.filter(pk=case.pk).first()
        return {"collection": row, "url": reverse("elements:collection", args=[case.pk])} if row else None
    answer = CollectionAnswer.objects.select_related("collection").filter(pk=case.pk).first()
    if answer is None:
        return None
    values = [
        (word(elements()[code]), answer.values.get(code, ""), code in answer.confirmed)
        for code in answer.collection.elements
    ]
    sends = may(actor_of(request), SEND, on=clock.today(), place=case.place)
    url = reverse("elements:collection", args=[answer.collection_id]) if sends else ""
    return {"collection": answer.collection, "values": values, "answered": answer.answered_on, "url": url}
