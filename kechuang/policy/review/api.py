"""The review for programs."""

from ninja import Router

router = Router()
