"""The public examples of SD-JWT beside the repository: YAML in which ``!sd`` marks what can be hidden."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from kechuang.mechanisms.market.attestation.sdjwt.issuing import Hidden

FOLDER = Path(__file__).resolve().parents[4].parent / "shared" / "conformance" / "sdjwt"
needs_shared = pytest.mark.skipif(not FOLDER.is_dir(), reason="the public examples are not beside the repository")
MARK = "!sd"


def names(group: str) -> list[str]:
    return sorted(path.parent.name for path in (FOLDER / group).glob("*/specification.yml"))


def read(group: str, name: str) -> dict[str, Any]:
    """Give one specification with the settings of its group laid under it."""
    folder = FOLDER / group
    settings = yaml.safe_load((folder / "settings.yml").read_text(encoding="utf-8"))
    node = yaml.compose((folder / name / "specification.yml").read_text(encoding="utf-8"), yaml.SafeLoader)
    found = _value(node)
    more = found.get("settings_override", {})
    keys = settings["key_settings"] | more.get("key_settings", {})
    if "issuer_keys" in more:
        keys |= {"issuer_keys": more["issuer_keys"]}
    return {**settings, **found, "key_settings": keys}


def _value(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {_name(key): Hidden(_value(each)) if key.tag == MARK else _value(each) for key, each in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [Hidden(_value(each)) if each.tag == MARK else _value(each) for each in node.value]
    return _scalar(node)


def _name(node: yaml.Node) -> str:
    return str(node.value)


def _scalar(node: yaml.ScalarNode) -> Any:
    plain = node.style is None
    tag = yaml.resolver.Resolver().resolve(yaml.ScalarNode, node.value, (plain, not plain))
    made = yaml.ScalarNode(tag, node.value, style=node.style)
    return yaml.constructor.SafeConstructor().construct_object(made)


def shown(claims: Any, wanted: Any) -> Any:
    """Give what a receiver learns of claims when the holder shows what is wanted: our own account of the rule."""
    if isinstance(claims, dict):
        choice = wanted if isinstance(wanted, dict) else {}
        return {
            name: shown(value.value if isinstance(value, Hidden) else value, choice.get(name))
            for name, value in claims.items()
            if not isinstance(value, Hidden) or choice.get(name)
        }
    if isinstance(claims, list):
        choice = wanted if isinstance(wanted, list) else []
        pairs = [(value, choice[at] if at < len(choice) else None) for at, value in enumerate(claims)]
        return [
            shown(value.value if isinstance(value, Hidden) else value, chosen)
            for value, chosen in pairs
            if not isinstance(value, Hidden) or chosen
        ]
    return claims
