"""The page gate (读取质检): whether a page's text can be trusted, and if not, why, in words for the reader."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

PICTURE = "本页为图片，没有文字层"
SCAN = "本页为扫描图片，文字层由其他软件识别，个别字词和数字可能有误"
OUTLINED = "部分文字以图形绘制，没有文字层，所列文字可能不全"
BROKEN = "本页已损坏，无法读取"
UNKNOWN = "有{n}个字符无法还原（字体缺少编码对照表）"
GARBLED = "文字疑为乱码（字体缺少编码对照表）"
LOST = "疑有数字缺失：单位前没有数字，如“{example}”"

UNIT = r"(?:万|亿|千|百)?(?:[%％℃吨]|千瓦|平方|公里|千米|立方|公顷|亩|个百分点|元(?!素)|千伏|微克|毫克)"
VERB = "达到?|超过|不低于|不少于|不超过|控制在|下降|降低|提高|增长|减少|新增|约|至"
LOST_BEFORE = re.compile(rf"[\u4e00-\u9fff]{{0,6}}(?:{VERB})[ \u3000]*{UNIT}[\u4e00-\u9fff]{{0,4}}")
LOST_DATE = re.compile(
    r"(?<![\d〇○Oo零一二三四五六七八九十元])[ \u3000]*年[ \u3000]{1,6}月[ \u3000]{0,6}日?|"
    r"(?:到|至|前|于|自)[ \u3000]+年(?:[，前底、]|[ \u3000]+月)"
)
CID = re.compile(r"\(cid:\d+\)")
LEAST = 12
"""Pages with fewer characters are not judged by shares."""


def doubt(text: str) -> str:
    """Why the text of a page cannot be trusted, "" when it can; white space in it counts only for lost figures."""
    bare = re.sub(r"\s", "", text)
    unknown = sum(_unknown(c) for c in bare) + 5 * len(CID.findall(bare))
    if unknown and unknown > max(2, 0.004 * len(bare)):
        return UNKNOWN.format(n=unknown)
    if len(bare) >= LEAST and garbled(bare):
        return GARBLED
    return lost_figures(text)


def _unknown(c: str) -> bool:
    """Whether a character has no meaning: U+FFFD, private use, unassigned, control."""
    return c == "\ufffd" or unicodedata.category(c) in ("Co", "Cn", "Cc", "Cs")


def garbled(text: str) -> bool:
    """Whether text is what a font without ToUnicode gives: a mix of scripts, or Han that nobody writes."""
    scripts = Counter(script for c in text if (script := _script(c)))
    total = sum(scripts.values())
    if total < LEAST:
        return False
    strange = [script for script in scripts if script not in ("LATIN", "CJK", "HIRAGANA", "KATAKANA", "GREEK")]
    odd = sum(scripts[script] for script in strange)
    if odd > 0.1 * total and max(scripts.values()) < 0.8 * total:
        return True
    han = [c for c in text if "\u3400" <= c <= "\u9fff" or c > "\U00020000"]
    return len(han) >= 30 and sum(map(_common, han)) < 0.75 * len(han)


def _script(c: str) -> str:
    """The script of a letter by its Unicode name; "" for anything else."""
    if c.isascii():
        return "LATIN" if c.isalpha() else ""
    if "\u4e00" <= c <= "\u9fff":
        return "CJK"
    if not unicodedata.category(c).startswith("L"):
        return ""
    return unicodedata.name(c, "?").split()[0]


def _common(c: str) -> bool:
    """Whether a Han character is among the common ones of simplified (GB 2312 一级) or traditional (Big5 常用) script."""
    for encoding, low, high in (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6)):
        try:
            code = c.encode(encoding)
        except UnicodeEncodeError:
            continue
        if len(code) == 2 and low <= code[0] <= high:
            return True
    return False


def lost_figures(text: str) -> str:
    """A reason when units and dates stand without their figures at least twice (面积达到 平方公里以上)."""
    found = [m.group().strip() for m in LOST_BEFORE.finditer(text)] + [
        m.group().strip() for m in LOST_DATE.finditer(text)
    ]
    if len(found) < 2:
        return ""
    return LOST.format(example=re.sub(r"\s+", " ", found[0]))
