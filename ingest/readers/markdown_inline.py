"""The marks inside a paragraph of markdown (行内标记): taken out, so that the text is what a reader of the page sees."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape

from ingest.lines import RAISED

HARD = "\v"
"""A line break that the file asks for (<br>, two blanks at the end of a line)."""
_SHELTER = 0x10F000
_SIGNS = r"!-/:-@\[-`{-~，。、；：？！“”‘’（）《》【】〔〕…—·"
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.{1,600}?)(?<!`)\1(?!`)", re.S)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_TARGET = r"\(\s*(?:<[^<>\n]*>|(?:[^()\s]|\([^()\s]*\))*)(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
_INNER = r"((?:[^\[\]]|\[[^\[\]]*\])*)"
_IMAGE = re.compile(rf"!\[{_INNER}\](?:{_TARGET}|\[[^\[\]]*\])")
_LINK = re.compile(rf"\[(?!\d{{4}}\]){_INNER}\]{_TARGET}")
_BY_NAME = re.compile(r"\[([^\[\]]+)\](?:\[([^\[\]]*)\])?")
_NOTE = re.compile(r"\[\^([^\[\]\s]+)\]")
_ADDRESS = re.compile(r"<((?:https?://|mailto:|www\.)[^<>\s]+|[\w.+-]+@[\w.-]+)>")
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|body|center|cite|code|del|dd|details|div|dl|dt|em|figcaption|figure|font|h[1-6]|hr|html|i|"
    r"img|ins|kbd|li|main|mark|ol|p|pre|s|section|article|small|span|strike|strong|sub|summary|sup|table|tbody|td|tfoot|th|"
    r"thead|tr|tt|u|ul|var|video|audio|iframe|source)(?:\s+[a-zA-Z:@-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>]+))?)*\s*/?>",
    re.I,
)
_BREAK = re.compile(
    r"<(?:br|hr)\s*/?>|</?(?:p|div|li|ul|ol|dl|dt|dd|h[1-6]|tr|section|article|blockquote|center)(?:\s[^<>]{0,300})?>",
    re.I,
)
_SUPER = re.compile(r"<sup>\s*([0-9+\-−]{1,4})\s*</sup>|\^([0-9+\-−]{1,3})\^", re.I)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_STRONG = re.compile(
    r"\*\*\*(?=\S)(.{1,600}?)(?<=\S)\*\*\*|\*\*(?=\S)(.{1,600}?)(?<=\S)\*\*|(?<!_)___?(?=[^\s_])([^_]{1,600}?)(?<=\S)___?(?!_)",
    re.S,
)
_LIGHT = re.compile(
    rf"(?:(?<!\w)|(?=\*[^\s*{_SIGNS}]))(?<![*\d])\*(?=[^\s*])([^*]{{1,600}}?)"
    rf"(?<=[^\s*])\*(?![*\d])(?:(?!\w)|(?<=[^\s*{_SIGNS}]\*))|(?<![\w_])_(?=[^\s_])([^_]{{1,600}}?)(?<=[^\s_])_(?![A-Za-z0-9_])",
    re.S,
)
_STRUCK = re.compile(r"(?<![~\d])~~(?=[^\s~])[^~]{1,600}?(?<=\S)~~(?!~)|<(del|s|strike)>.{0,600}?</\1>", re.S | re.I)
_OTHER = re.compile(r"(?<=[A-Za-z])~(\d{1,2})~|==(?=\S)([^=]{1,600}?)(?<=\S)==", re.S)
_MATHS = re.compile(r"(?<!\\)\$\$?([^$\n]{1,120}?)(?<!\\)\$\$?")
_PLAIN_MATHS = re.compile(r"[\d\s.,:+\-~%≤≥<>=×/()]+")
_COMMANDS = {
    "%": "%", "geqslant": "≥", "geq": "≥", "ge": "≥", "leqslant": "≤", "leq": "≤", "le": "≤", "times": "×", "pm": "±", "sim": "~",
    "cdot": "·", "circ": "°", "degree": "°", "quad": " ", "left": "", "right": "", ",": "", ";": "", "!": "", " ": " ", "mu": "μ",
    "approx": "≈", "~": "", "_": "_", "#": "#", "&": "&", "$": "$", "{": "", "}": "", "lt": "<", "gt": ">", "Delta": "Δ",
}  # fmt: skip


@dataclass(slots=True)
class Notes:
    """The numbers of footnotes by their names, in the order of their first mention."""

    numbers: dict[str, int] = field(default_factory=dict)

    def mark(self, name: str) -> str:
        """The raised figure of a note."""
        number = self.numbers.setdefault(name, len(self.numbers) + 1)
        return "".join(RAISED[sign] for sign in str(number))


def plain(text: str, links: Mapping[str, str], notes: Notes) -> str:
    """Words without the marks of markdown; newlines stay where they are, asked-for breaks are ``HARD``.

    ``links`` are the targets by the names that the file defines ([名称]: 网址).
    """
    text = _CODE.sub(lambda found: _sheltered(found[2].strip(" ")), text)
    text = _MATHS.sub(_formula, text)
    text = _ESCAPED.sub(lambda found: _sheltered(found[1]), text)
    text = _IMAGE.sub("", text)
    text = _NOTE.sub(lambda found: notes.mark(found[1]), text)
    text = _ADDRESS.sub(lambda found: _sheltered(found[1]), text)
    for _ in range(2):
        text = _LINK.sub(lambda found: found[1], text)
    text = _BY_NAME.sub(lambda found: found[1] if (found[2] or found[1]).lower() in links else found[0], text)
    text = _SUPER.sub(lambda found: "".join(RAISED[sign] for sign in found[1] or found[2]), text)
    text = _STRUCK.sub(lambda found: "\n" * found[0].count("\n"), text)
    text = _TAG.sub("", _BREAK.sub(HARD, text))
    text = _ENTITY.sub(lambda found: _sheltered(unescape(found[0]).replace("\xa0", " ")), text)
    for marks in (_STRONG, _OTHER, _LIGHT):
        for _ in range(2):
            text = marks.sub(lambda found: next(part for part in found.groups() if part is not None), text)
    return "".join(chr(ord(sign) - _SHELTER) if ord(sign) >= _SHELTER else sign for sign in text)


def _sheltered(text: str) -> str:
    """Signs that are meant as such, put where no mark is looked for."""
    return "".join(chr(ord(sign) + _SHELTER) if "!" <= sign <= "~" and not sign.isalnum() else sign for sign in text)


def _formula(found: re.Match[str]) -> str:
    """A figure set as a formula ($\\geq 90\\%$) as plain words; what is more than that stays as it is."""
    words = found[1]
    if not re.search(r"[\\^_{]", words):
        return (
            _sheltered("".join(words.split()))
            if _PLAIN_MATHS.fullmatch(words) and re.search(r"\d", words)
            else found[0]
        )
    words = re.sub(r"~(?=\s*\\)", "", words)
    words = re.sub(r"\\(?:mathrm|text|textrm|mathbf|mathit|rm|operatorname)\s*(?=\{)", "", words)
    words = re.sub(r"\^\s*\{?\s*\\(?:circ|degree)\s*\}?", "°", words)
    words = re.sub(
        r"\^\s*(?:\{\s*([0-9+\-]{1,3})\s*\}|([0-9]))", lambda one: "".join(RAISED[s] for s in one[1] or one[2]), words
    )
    words = re.sub(r"_\s*(?:\{\s*([\w.\s]{1,8})\s*\}|(\w))", lambda one: (one[1] or one[2]).replace(" ", ""), words)
    words = re.sub(r"\\([a-zA-Z]+|.)", lambda one: _COMMANDS.get(one[1], one[0]), words)
    words = words.replace("{", "").replace("}", "")
    return found[0] if re.search(r"[\\^_]", words) else _sheltered(re.sub(r"\s+", "", words))
