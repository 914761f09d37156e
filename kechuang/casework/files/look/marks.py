"""Marks of secrecy in a text or a file's name. Pure.

A mark has the form 密级★保密期限 (GB/T 9704-2012, 7.2.2; the form of 《国家秘密定密管理暂行规定》): one of 绝密, 机密,
秘密, a star, a period. It is looked for where such marks stand: on the first page, in headers and footers, alone on a
line anywhere, and in the file's name. Words that only speak of secrets (商业秘密, 保守国家秘密) are no mark.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_LEVEL = r"(?:[绝絕]\s{0,4}密|[机機]\s{0,4}密|[秘祕]\s{0,4}密)"
_PERIOD = r"(?:\d{1,3}\s*(?:年|个月|月|天|日)|[一二三四五六七八九十]{1,3}\s*(?:年|个月)|长期|長期|启用前|公布前|发布前)"
_STAR = "[★☆✩✭⭐🟊]"
_STARRED = re.compile(rf"(?<!商业)(?<!商業)({_LEVEL})\s*(?:{_STAR}|[*]\s*(?={_PERIOD}))")
_FIELD = re.compile(rf"密\s*[级級]\s*[:：]\s*({_LEVEL})")
_LONE = re.compile(
    rf"^[\s【\[(（「]*({_LEVEL})\s*(?:级|級|件|文件|资料)?\s*(?:{_STAR}|[*])?\s*(?:{_PERIOD})?[\s】\])）」]*$"
)
_NAMED = re.compile(rf"^({_LEVEL})(?=\s*[-_—–\s.·:：(（【\[])|[【\[(（]\s*({_LEVEL})\s*[】\])）]")
_INTERNAL = re.compile(
    "内部(?:资料|文件|材料|使用|刊物)|仅供内部|注意保存|不得外传|(?:核心|普通)商密|商业秘密 {0,3}[★☆]|工作秘密"
)


@dataclass(frozen=True, slots=True)
class Text:
    """What stands in a file. ``first``: first page, headers, footers; ``lines``: everything else, line by line."""

    first: str = ""
    lines: tuple[str, ...] = ()


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("\u3000", " ")


def _level(found: re.Match[str]) -> str:
    word = next(group for group in found.groups() if group)
    return "".join(word.split()).translate(str.maketrans("絕機祕", "绝机秘"))


def level_in(text: Text) -> str:
    """Give 绝密, 机密 or 秘密 where the text bears that mark, else ''."""
    first = _plain(text.first)
    for pattern in (_STARRED, _FIELD):
        if found := pattern.search(first):
            return _level(found)
    return _alone(first.splitlines()) or _alone(map(_plain, text.lines))


def _alone(lines: Iterable[str]) -> str:
    for line in lines:
        if len(line) <= 60 and (found := _LONE.match(line)):
            return _level(found)
    return ""


def level_in_name(name: str) -> str:
    """Give the level that a file's name bears as a mark, else ''."""
    plain = _plain(name)
    stem = plain.rpartition(".")[0] or plain
    found = _STARRED.search(stem) or _NAMED.search(stem) or _LONE.match(stem)
    return _level(found) if found else ""


def internal_in(text: Text, name: str) -> str:
    """Give the words by which a file says that it is for inside use, else ''."""
    found = _INTERNAL.search(_plain(text.first)) or _INTERNAL.search(_plain(name))
    return found.group(0) if found else ""
