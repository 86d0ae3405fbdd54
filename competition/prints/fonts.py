"""Which of the machine's fonts a print is set in: found by name, whatever the system.

Chinese is set in a 宋体 (serif), headings in a 黑体 (sans), names on certificates in a 楷体 where
there is one. Latin letters and digits are set in Libertinus Serif, a transitional serif that
comes with the typesetter.
"""

import functools
from collections.abc import Iterable
from typing import NamedTuple

import typst

from competition.document import Refusal
from competition.messages import N_

LATIN = "Libertinus Serif"
# By system: Debian's Noto and Source Han; Windows; macOS; other free ones. The best come first.
SONG = (
    *("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Source Han Serif CN"),
    *("Songti SC", "STSong", "SimSun", "NSimSun", "FangSong", "AR PL UMing CN"),
)
KAI = (
    *("Kaiti SC", "STKaiti", "KaiTi", "KaiTi_GB2312", "LXGW WenKai", "LXGW WenKai GB"),
    *("AR PL UKai CN", "AR PL KaitiM GB"),
)
HEI = (
    *("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN"),
    *("PingFang SC", "Heiti SC", "STHeiti", "Microsoft YaHei", "SimHei", "WenQuanYi Zen Hei"),
)


class Families(NamedTuple):
    """The families of a print by role, each the first choice and what stands in for it."""

    song: tuple[str, ...]
    kai: tuple[str, ...]
    hei: tuple[str, ...]


class NoChineseFont(Refusal):
    """There is no font for Chinese on this computer; the message says what to install."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "This computer has no font for Chinese, so nothing can be printed. On Debian or "
                "Ubuntu: apt install fonts-noto-cjk. On Fedora: dnf install "
                "google-noto-serif-cjk-fonts google-noto-sans-cjk-fonts. On Windows: Settings, "
                "Optional features, add “Chinese (Simplified) Supplemental Fonts”. On macOS: Font "
                "Book, install Songti SC. Then print again."
            )
        )


def find_families(fonts: typst.Fonts) -> Families:
    """Choose the families among `fonts`; raises `NoChineseFont` where none has Chinese.

    A family that is there only as a variable font is passed over: the typesetter knows no other
    weight of it than the lightest.
    """
    known = {font.family for font in fonts.fonts() if not is_variable(font.path)}
    song, kai, hei = (_known(names, known) for names in (SONG, KAI, HEI))
    if not (song or kai or hei):
        raise NoChineseFont
    serif = song or kai or hei
    return Families(song=serif + hei, kai=kai + serif, hei=(hei or serif) + serif)


def is_variable(path: str | None) -> bool:
    """Whether a font's file is a variable font, as far as its name says.

    >>> is_variable("/usr/share/fonts/NotoSerifCJK-VF.otf.ttc"), is_variable("C:/SimSun.ttc")
    (True, False)
    """
    name = (path or "").lower()
    return name.endswith(".otf.ttc") or "[wght]" in name or "-vf." in name or "variable" in name


@functools.cache
def machine_fonts() -> typst.Fonts:
    """The fonts of this machine and of the typesetter, looked for once a process."""
    return typst.Fonts()


def _known(names: Iterable[str], known: set[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name in known)
