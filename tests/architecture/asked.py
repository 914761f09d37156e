"""A request as one person makes it, for asking registries without a page."""

from datetime import date

from django.test import RequestFactory

FIRST = date(2020, 1, 1)


def asked(person):
    request = RequestFactory().get("/")
    request.user = person
    return request
