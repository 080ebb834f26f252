"""The words of a Word paragraph (段落文字): runs in order, without deleted and hidden ones, notes and boxes set apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ingest.lines import RAISED
from ingest.readers.docx_numbering import W

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
LEFT_OUT = {
    W + "del", W + "moveFrom", W + "instrText", W + "delText", W + "rPr", W + "pPr", W + "fldData", MC + "Fallback",
    W + "annotationRef", W + "rubyPr", W + "rt",
}  # fmt: skip
SIGNS = {W + "tab": "\t", W + "noBreakHyphen": "-", W + "br": "\n", W + "cr": "\n", W + "ptab": "\t"}


@dataclass(slots=True)
class Words:
    """A paragraph's text (a newline at each line break), the notes it refers to, and its text boxes."""

    text: str = ""
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    bold: int = 0


def words_of(paragraph: Any) -> Words:
    """Everything that a paragraph shows, in order."""
    found = Words()
    _collect(paragraph, found)
    found.text = tidy(found.text)
    return found


def _collect(element: Any, found: Words) -> None:
    for child in element:
        tag = child.tag
        if tag in LEFT_OUT or not isinstance(tag, str):
            continue
        if tag == W + "r":
            _run(child, found)
        elif tag == W + "txbxContent":
            found.boxes.append(child)
        elif tag == MATH + "oMath":
            found.text += formula(child)
        else:
            _collect(child, found)


def formula(element: Any) -> str:
    """A formula on one line: 10⁴, 1/2, x², CO2; what has no line form is read from left to right."""
    tag = element.tag
    if tag == MATH + "t":
        return element.text or ""
    parts = {str(child.tag).removeprefix(MATH): formula(child) for child in element if child.tag not in LEFT_OUT}
    if tag in (MATH + "sSup", MATH + "sSubSup"):
        raised = parts.get("sup", "")
        over = "".join(RAISED[sign] for sign in raised) if all(sign in RAISED for sign in raised) else f"^{raised}"
        return parts.get("e", "") + parts.get("sub", "") + over
    if tag == MATH + "f":
        return f"{parts.get('num', '')}/{parts.get('den', '')}"
    return "".join(formula(child) for child in element if child.tag not in LEFT_OUT)


def _run(run: Any, found: Words) -> None:
    """One run of characters of one look; what Word hides and what is struck through is left out."""
    look = run.find(W + "rPr")
    if look is not None and any(on(look, name) for name in ("vanish", "strike", "dstrike")):
        return
    before = len(found.text)
    for child in run:
        tag = child.tag
        if tag == W + "t":
            found.text += _raised(child.text or "", look)
        elif tag == W + "br" and child.get(W + "type") in ("page", "column"):
            continue
        elif tag in SIGNS:
            found.text += SIGNS[tag]
        elif tag == W + "sym":
            found.text += _symbol(child.get(W + "char") or "")
        elif tag in (W + "footnoteReference", W + "endnoteReference"):
            found.notes.append((tag.removeprefix(W).removesuffix("Reference"), child.get(W + "id") or ""))
            found.text += f"\x00{len(found.notes) - 1}\x00"
        elif tag not in LEFT_OUT:
            _collect(child, found)
    if look is not None and on(look, "b"):
        found.bold += len(found.text) - before


def _raised(text: str, look: Any) -> str:
    """Figures set as superscript as such (km², 10⁻³)."""
    place = look.find(W + "vertAlign") if look is not None else None
    if place is not None and place.get(W + "val") == "superscript" and all(sign in RAISED for sign in text):
        return "".join(RAISED[sign] for sign in text)
    return text


def _symbol(code: str) -> str:
    """A character given by its number; those of symbol fonts stand for a mark of a list."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return "•" if 0xE000 <= number <= 0xF8FF else chr(number) if 32 <= number < 0xD800 else ""


def on(look: Any, name: str) -> bool:
    """Whether a property that is either on or off is on."""
    item = look.find(W + name)
    return item is not None and item.get(W + "val") not in ("0", "false", "none")


def tidy(text: str) -> str:
    """Words without what no reader sees: zero-width and control characters, blanks at both ends of a line."""
    text = re.sub("[\u200b\u200c\u200d\u2060\ufeff\xad\ud800-\udfff\x01-\x08\x0b-\x1f\x7f]", "", text).replace(
        "\xa0", " "
    )
    return "\n".join(re.sub(r" {2,}", " ", line).strip(" \t\u3000") for line in text.split("\n")).strip("\n")
