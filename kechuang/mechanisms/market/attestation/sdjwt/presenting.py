"""Presenting an SD-JWT: the holder chooses what to show, and may prove to hold the key that it is bound to. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from kechuang.mechanisms.market.attestation.sdjwt.coding import Token, read_object, text_of, write_json
from kechuang.mechanisms.market.attestation.sdjwt.issuing import ELEMENT, HIDDEN
from kechuang.mechanisms.market.attestation.sdjwt.keys import SigningKey
from kechuang.mechanisms.market.attestation.sdjwt.reading import Disclosure, Reader, hash_of

KB_TYPE = "kb+jwt"


def choose(token: Token, wanted: Mapping[str, Any]) -> Token:
    """Give a token with the disclosures that are wanted, and no key binding.

    ``wanted`` follows the claims: true shows a claim, a mapping or a sequence shows it and chooses inside it, and
    whatever is empty, false or missing stays hidden.
    """
    payload = read_object(token.payload, "the payload")
    chosen: list[str] = []
    _Chooser(Reader.of(payload, token.disclosures).known, chosen).object(payload, wanted)
    return replace(token, disclosures=tuple(chosen), binding="")


def bind(token: Token, key: SigningKey, *, nonce: str, audience: str, at: int) -> Token:
    """Give a token with the holder's proof for one receiver; ``at`` is seconds since 1970."""
    made = hash_of(read_object(token.payload, "the payload"))
    protected = text_of(write_json({"alg": key.public.alg, "typ": KB_TYPE}))
    body = {"nonce": nonce, "aud": audience, "iat": at, "sd_hash": made(token.presented)}
    signed = f"{protected}.{text_of(write_json(body))}"
    return replace(token, binding=f"{signed}.{text_of(key.sign(signed.encode()))}")


class _Chooser:
    def __init__(self, known: dict[str, Disclosure], chosen: list[str]) -> None:
        self.known, self.chosen = known, chosen

    def value(self, value: Any, wanted: Any) -> None:  # noqa: ANN401 - any JSON value, any choice
        if isinstance(value, dict):
            self.object(value, wanted if isinstance(wanted, Mapping) else {})
        elif isinstance(value, list):
            self._list(value, wanted if isinstance(wanted, Sequence) and not isinstance(wanted, str) else ())

    def object(self, value: dict[str, Any], wanted: Mapping[str, Any]) -> None:
        for digest in value.get(HIDDEN, ()):
            found = self.known.get(digest)
            if found is not None and found.name is not None and wanted.get(found.name):
                self._show(found, wanted[found.name])
        for name, each in value.items():
            if name != HIDDEN:
                self.value(each, wanted.get(name))

    def _list(self, value: list[Any], wanted: Sequence[Any]) -> None:
        for each, choice in zip_longest(value, wanted[: len(value)]):
            if isinstance(each, dict) and set(each) == {ELEMENT}:
                found = self.known.get(each[ELEMENT])
                if found is not None and choice:
                    self._show(found, choice)
            else:
                self.value(each, choice)

    def _show(self, found: Disclosure, choice: Any) -> None:  # noqa: ANN401 - true, or what to choose inside
        self.chosen.append(found.text)
        self.value(found.value, choice)
