"""Which fonts a paper is drawn with: the office's own where they lie in ``KECHUANG_HOME/fonts``, else free ones.

GB/T 9704-2012 asks for 小标宋, 仿宋, 黑体 and 楷体. Free ones of these are not packaged; Noto Serif SC stands for
小标宋, 仿宋 and 楷体, Noto Sans SC for 黑体 (SIL Open Font License, embedded as subsets).
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import typst
from django.conf import settings
from pylopdf_fonts_zh_cn import serif_path

from kechuang.web.documents.coverage import drawable

SERIF, SANS = "Noto Serif SC", "Noto Sans SC"
WANTED: dict[str, tuple[str, ...]] = {
    "body": ("FangSong_GB2312", "FangSong", "FZFangSong-Z02", "FZFangSong-Z02S", "STFangsong", SERIF),
    "head": ("SimHei", "FZHei-B01", "FZHei-B01S", "STHeiti", SANS),
    "kai": ("KaiTi_GB2312", "KaiTi", "FZKai-Z03", "FZKai-Z03S", "STKaiti", "LXGW WenKai", SERIF),
    "title": ("FZXiaoBiaoSong-B05", "FZXiaoBiaoSong-B05S", "STZhongsong", SERIF),
    "number": ("SimSun", "STSong", SERIF),
}


@dataclass(frozen=True)
class Held:
    """The fonts for the typesetter, the family for each duty, and the characters that all chosen families can draw."""

    fonts: typst.Fonts
    families: dict[str, str]
    drawable: frozenset[int]


def held() -> Held:
    """Give the fonts; they are read once a process."""
    own = Path(settings.KECHUANG_HOME) / "fonts"
    return _held(str(own) if own.is_dir() else "")


@lru_cache(maxsize=1)
def _held(own: str) -> Held:
    folders = [*([own] if own else []), str(serif_path().parent)]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    families = set(fonts.families())
    chosen = {duty: next(name for name in names if name in families) for duty, names in WANTED.items()}
    files = {each.family: each.path for each in fonts.fonts() if each.path}
    points = [drawable(Path(files[name])) for name in sorted(set(chosen.values())) if name in files]
    return Held(fonts, chosen, frozenset.intersection(*points))
