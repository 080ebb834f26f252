"""The page gate (读取质检): whether a page's text can be trusted, and if not, why, in words for the reader."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache

PICTURE = "本页为图片，没有文字层"
SCAN = "本页为扫描图片，文字层由其他软件识别，个别字词和数字可能有误"
OUTLINED = "部分文字以图形绘制，没有文字层，所列文字可能不全"
BROKEN = "本页已损坏，无法读取"
UNKNOWN = "有{n}个字符无法还原（字体缺少编码对照表）"
GARBLED = "文字疑为乱码（字体缺少编码对照表）"
GUESSED = "字体缺少编码对照表，有{n}个字符由字形推断，把握不大，可能有误"
UNSURE = "文字识别把握不大，字词和数字可能有误"
LOST = "疑有数字缺失：单位前没有数字，如“{example}”"

UNIT = r"(?:万|亿|千|百)?(?:[%％℃吨]|千瓦|平方|公里|千米|立方|公顷|亩|个百分点|元(?!素)|千伏|微克|毫克)"
VERB = "达到?|超过|不低于|不少于|不超过|控制在|下降|降低|提高|增长|减少|新增|约|至"
LOST_BEFORE = re.compile(rf"[\u4e00-\u9fff]{{0,6}}(?:{VERB})[ \u3000]*{UNIT}[\u4e00-\u9fff]{{0,4}}")
LOST_DATE = re.compile(
    r"(?<![\d〇○Oo零一二三四五六七八九十元])[ \u3000]*年[ \u3000]{1,6}月[ \u3000]{0,6}日?|"
    r"(?:到|至|前|于|自)[ \u3000]+年(?:[，前底、]|[ \u3000]+月)"
)
CID = re.compile(r"\(cid:\d+\)")
KNOWN_SCRIPTS = ("LATIN", "CJK", "HIRAGANA", "KATAKANA", "GREEK", "MATHEMATICAL")
LEAST = 12
"""Pages with fewer characters are not judged by shares."""


def doubt(text: str) -> str:
    """Why the text of a page cannot be trusted, "" when it can; white space in it counts only for lost figures."""
    counts = Counter(text)
    total = sum(n for c, n in counts.items() if not c.isspace())
    unknown = sum(n for c, n in counts.items() if _unknown(c)) + 5 * len(CID.findall(text))
    if unknown > 0.03 * total or (total >= LEAST and garbled(counts)):
        return GARBLED
    if unknown > max(2, 0.004 * total):
        return UNKNOWN.format(n=unknown)
    return lost_figures(text)


def is_garbled(reason: str) -> bool:
    """Whether a page's doubt is one of character codes, which another engine may read better."""
    return reason == GARBLED or "无法还原" in reason


def is_lost(reason: str) -> bool:
    """Whether a page's doubt is one of lost figures."""
    return "数字缺失" in reason


def _unknown(c: str) -> bool:
    """Whether a character has no meaning: U+FFFD, private use, unassigned, control."""
    return c == "\ufffd" or (c not in "\n\t\r" and unicodedata.category(c) in ("Co", "Cn", "Cc", "Cs"))


def garbled(counts: Counter[str]) -> bool:
    """Whether characters are what a font without ToUnicode gives: a mix of scripts, or Han that nobody writes."""
    scripts: Counter[str] = Counter()
    han = common = accented = 0
    for c, n in counts.items():
        script = _script(c)
        if not script:
            continue
        scripts[script] += n
        if script == "CJK":
            han += n
            common += n * (c in _common_han())
        elif script == "LATIN" and not c.isascii():
            accented += n
    total = sum(scripts.values())
    if total < LEAST:
        return False
    odd = sum(n for script, n in scripts.items() if script not in KNOWN_SCRIPTS)
    if odd > 0.1 * total and max(scripts.values()) < 0.8 * total:
        return True
    if accented > 0.3 * total and accented > 30:
        return True
    return han >= 20 and common < 0.75 * han


def _script(c: str) -> str:
    """The script of a letter by its Unicode name; "" for anything else."""
    if c.isascii():
        return "LATIN" if c.isalpha() else ""
    if "\u3400" <= c <= "\u9fff" or c > "\U00020000":
        return "CJK"
    if not unicodedata.category(c).startswith("L"):
        return ""
    return unicodedata.name(c, "?").split()[0]


@cache
def _common_han() -> frozenset[str]:
    """The common Han characters of simplified (GB 2312 一级) and traditional (Big5 常用) script."""
    found: set[str] = set()
    for encoding, low, high in (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6)):
        for first in range(low, high + 1):
            for second in range(0x40, 0xFF):
                found.update(bytes((first, second)).decode(encoding, "ignore"))
    return frozenset(found)


def lost_figures(text: str) -> str:
    """A reason when units and dates stand without their figures at least twice (面积达到 平方公里以上)."""
    found = [m.group().strip() for m in LOST_BEFORE.finditer(text)] + [
        m.group().strip() for m in LOST_DATE.finditer(text)
    ]
    if len(found) < 2:
        return ""
    return LOST.format(example=re.sub(r"\s+", " ", found[0]))
