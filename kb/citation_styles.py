"""Reference styles (引用样式): GB/T 7714—2015, BibTeX, RIS, CSL-JSON and Markdown, for policies, laws, reports, articles.

GB/T 7714 names a policy or law as 其他 [Z], a report [R], an article [J]; the document number (发文字号) follows the
title after a colon, as the standard does for numbered documents. Clause, page and quote stand behind the reference.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kb.model import Citation, DocumentInfo

_MARKS = {"policy": "Z", "law": "Z", "report": "R", "article": "J", "other": "Z"}
_NAMED_FIRST = 3
_BREAKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Entry:
    """A reference to be written: the document and the evidence in it."""

    info: DocumentInfo
    citation: Citation

    @property
    def where(self) -> str:
        """Clause and page as a reader says them: 三、（一）2.，第5页."""
        page = _place(self.citation)
        return joined_place(self.citation.label, page)

    @property
    def quote(self) -> str:
        """The words in one line, marked when they were read from a picture."""
        mark = "（原文由文字识别得到）" if self.citation.ocr else ""
        return f"“{_one_line(self.citation.quote)}”{mark}"


def joined_place(label: str, page: str) -> str:
    """Clause and page in one: 三、（一）2.，第5页; a number that ends in a comma needs no second one (专栏3 5、第57页)."""
    if not page:
        return label.rstrip("、") or label
    return label + page if label.endswith("、") or not label else f"{label}，{page}"


def _place(citation: Citation) -> str:
    if citation.page is not None:
        return f"第{citation.page}页"
    return f"第{citation.line}行" if citation.line is not None else ""


def _one_line(words: str) -> str:
    """Line breaks and tabs as one blank, or as nothing between Han characters."""
    joined = re.sub(r"(?<=[^\x00-\x7f])\s*\n\s*(?=[^\x00-\x7f])", "", words.strip())
    return _BREAKS.sub(" ", joined)


# --- GB/T 7714


def gbt7714(entries: Sequence[Entry]) -> str:
    """Numbered references, one a clause, with clause, page and quote behind each."""
    lines = []
    for number, entry in enumerate(entries, 1):
        reference = gbt7714_document(entry.info, entry.citation.page)
        lines.append(
            f"[{number}] {reference} {entry.where}：{entry.quote}"
            if entry.where
            else f"[{number}] {reference} {entry.quote}"
        )
    return "\n".join(lines) + "\n"


def gbt7714_document(info: DocumentInfo, page: int | None = None) -> str:
    """The reference of a document, with the page that is cited."""
    makers = {"article": _article, "report": _report}
    return makers.get(info.category, _issued)(info, page)


def _issued(info: DocumentInfo, page: int | None) -> str:
    """Policies and laws: 责任者. 题名: 发文字号[Z]. 日期: 页码."""
    number = f": {info.doc_number}" if info.doc_number else ""
    return _joined([names(_authors(info)), f"{info.title}{number}{_mark(info)}", _dated(info, page)])


def _report(info: DocumentInfo, page: int | None) -> str:
    """Reports: 责任者. 题名[R]. 出版地: 出版者, 年: 页码."""
    extra = dict(info.extra)
    number = f": {info.doc_number}" if info.doc_number else ""
    house = ": ".join(part for part in (extra.get("place", ""), extra.get("publisher", "")) if part)
    if not house or _address(info):
        published = _dated(info, page)
    else:
        published = ", ".join(part for part in (house, _date(info)[:4]) if part) + _cited(page)
    return _joined([names(_authors(info)), f"{info.title}{number}{_mark(info)}", published])


def _article(info: DocumentInfo, page: int | None) -> str:
    """Articles: 作者. 题名[J]. 刊名, 年, 卷(期): 起止页. DOI."""
    extra = dict(info.extra)
    year = extra.get("year") or _date(info)[:4]
    volume, issue, pages = (extra.get(name, "") for name in ("volume", "issue", "pages"))
    source = ", ".join(part for part in (extra.get("journal", ""), year, volume) if part)
    source += f"({issue})" if issue else ""
    source += f": {pages}" if pages else _cited(page)
    if _address(info):
        source += f"[{_day(info.read_at)}]. {_address(info)}"
    doi = f"DOI: {extra['doi']}" if extra.get("doi") else ""
    return _joined([names(_authors(info)), f"{info.title}{_mark(info)}", source, doi])


def _dated(info: DocumentInfo, page: int | None) -> str:
    """Date and cited page; online also the day of access and the address."""
    date = _date(info)
    if _address(info):
        issued = f"({date})" if date else ""
        return f"{issued}[{_day(info.read_at)}]. {_address(info)}"
    return f"{date or '[日期不详]'}{_cited(page)}"


def _cited(page: int | None) -> str:
    return "" if page is None else f": {page}"


def _mark(info: DocumentInfo) -> str:
    return f"[{_MARKS.get(info.category, 'Z')}{'/OL' if _address(info) else ''}]"


def names(authors: Sequence[str]) -> str:
    """At most three names, then 等 (et al for names in Latin script)."""
    shown = ", ".join(authors[:_NAMED_FIRST])
    if len(authors) <= _NAMED_FIRST:
        return shown
    return f"{shown}, {'et al' if shown.isascii() else '等'}"


def _joined(parts: Iterable[str]) -> str:
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


def _authors(info: DocumentInfo) -> tuple[str, ...]:
    written = dict(info.extra).get("authors", "")
    found = tuple(name.strip() for name in re.split(r"[,，、;；]", written) if name.strip())
    return found or info.issuers


def _date(info: DocumentInfo) -> str:
    """The date under which it is cited: issue, else publication, else effect; "" when unknown."""
    return info.issued_on or info.published_on or info.effective_on or ""


def _address(info: DocumentInfo) -> str:
    url = dict(info.extra).get("url", "") or info.source
    return url if url.startswith(("http://", "https://")) else ""


def _day(moment: str) -> str:
    return moment[:10]


# --- BibTeX, RIS, CSL-JSON: one record a document, its clauses as notes


def _by_document(entries: Sequence[Entry]) -> list[list[Entry]]:
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.info.document_id, []).append(entry)
    return list(groups.values())


def _note(entry: Entry) -> str:
    return f"{entry.where}：{entry.quote}" if entry.where else entry.quote


def bibtex(entries: Sequence[Entry]) -> str:
    """BibTeX, one record a document; bodies as authors stand in braces of their own."""
    return "\n".join(_bibtex_record(group) for group in _by_document(entries))


def _bibtex_record(group: list[Entry]) -> str:
    info = group[0].info
    extra = dict(info.extra)
    corporate = "authors" not in extra
    authors = [_tex(name) for name in _authors(info)]
    kind = {"report": "techreport", "article": "article"}.get(info.category, "misc")
    date = _date(info)
    fields = {
        "author": " and ".join(f"{{{name}}}" if corporate else name for name in authors),
        "title": f"{{{_tex(info.title)}}}",
        "year": extra.get("year") or date[:4],
        "month": str(int(date[5:7])) if len(date) >= 7 else "",
        "journal": _tex(extra.get("journal", "")),
        "institution": _tex(extra.get("publisher", "") or "、".join(info.issuers)) if kind == "techreport" else "",
        "volume": _tex(extra.get("volume", "")),
        "number": _tex(extra.get("issue", "") if kind == "article" else info.doc_number or ""),
        "pages": _tex(extra.get("pages", "").replace("—", "-").replace("-", "--")),
        "doi": extra.get("doi", ""),
        "url": _address(info),
        "howpublished": _tex(info.doc_number or "") if kind == "misc" else "",
        "note": _tex("；".join(_note(entry) for entry in group)),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return f"@{kind}{{{_key(info)},\n" + "\n".join(lines) + "\n}\n"


def _key(info: DocumentInfo) -> str:
    return f"policy{_date(info)[:4]}{info.document_id[:8]}"


_TEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "&": r"\&", "%": r"\%",
    "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def _tex(words: str) -> str:
    return "".join(_TEX.get(character, character) for character in _one_line(words))


_RIS_KINDS = {"policy": "GOVDOC", "law": "STAT", "report": "RPRT", "article": "JOUR", "other": "GEN"}


def ris(entries: Sequence[Entry]) -> str:
    """RIS, one record a document, a note for each clause."""
    return "\n".join(_ris_record(group) for group in _by_document(entries))


def _ris_record(group: list[Entry]) -> str:
    info = group[0].info
    extra = dict(info.extra)
    date = _date(info)
    first, _, last = extra.get("pages", "").replace("—", "-").replace("–", "-").partition("-")
    parts = date.split("-") if date else []
    tags: list[tuple[str, str]] = [("TY", _RIS_KINDS.get(info.category, "GEN"))]
    tags += [("AU", name) for name in _authors(info)]
    tags += [
        ("TI", info.title),
        ("PY", extra.get("year") or date[:4]),
        ("DA", "/".join([*parts, "", "", ""][:3]) + "/" if parts else ""),
        ("M1", "" if info.category == "article" else info.doc_number or ""),
        ("JO", extra.get("journal", "")),
        ("VL", extra.get("volume", "")),
        ("IS", extra.get("issue", "")),
        ("SP", first),
        ("EP", last),
        ("PB", extra.get("publisher", "") or ("、".join(info.issuers) if info.category == "report" else "")),
        ("CY", extra.get("place", "")),
        ("DO", extra.get("doi", "")),
        ("UR", _address(info)),
        ("LA", "zh"),
    ]
    tags += [("N1", _note(entry)) for entry in group]
    lines = [f"{tag}  - {_one_line(value)}" for tag, value in tags if value]
    return "\n".join([*lines, "ER  - ", ""])


_CSL_KINDS = {
    "policy": "report",
    "law": "legislation",
    "report": "report",
    "article": "article-journal",
    "other": "document",
}


def csl_json(entries: Sequence[Entry]) -> str:
    """CSL-JSON as Zotero and pandoc take it, one item a document, its clauses in ``note``."""
    items = [_csl_item(group) for group in _by_document(entries)]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _csl_item(group: list[Entry]) -> dict[str, object]:
    info = group[0].info
    extra = dict(info.extra)
    person = "authors" in extra
    date = _date(info) or extra.get("year", "")
    item: dict[str, object] = {
        "id": _key(info),
        "type": _CSL_KINDS.get(info.category, "document"),
        "title": info.title,
        "author": [{"literal": name} for name in _authors(info)],
        "issued": {"date-parts": [[int(part) for part in date.split("-")]]} if date else None,
        "number": None if info.category == "article" else info.doc_number,
        "genre": None if person else info.genre or None,
        "container-title": extra.get("journal"),
        "volume": extra.get("volume"),
        "issue": extra.get("issue"),
        "page": extra.get("pages"),
        "publisher": extra.get("publisher") or ("、".join(info.issuers) if info.category == "report" else None),
        "publisher-place": extra.get("place"),
        "DOI": extra.get("doi"),
        "URL": _address(info) or None,
        "language": "zh-CN",
        "note": "\n".join(_note(entry) for entry in group),
    }
    return {name: value for name, value in item.items() if value}


# --- Markdown

_MARKUP = re.compile(r"([\\`*_\[\]<>#|~!])")


def markdown(entries: Sequence[Entry]) -> str:
    """A block quote a clause, its source underneath; characters that Markdown would take for its own are escaped."""
    parts = []
    for entry in entries:
        info = entry.info
        number = f"（{info.doc_number}）" if info.doc_number else ""
        source = f"{'、'.join(_authors(info))}《{info.title}》{number}"
        where = f"，{entry.where}" if entry.where else ""
        mark = "（文字识别）" if entry.citation.ocr else ""
        quote = "\n> ".join(_escaped(line) for line in entry.citation.quote.strip().splitlines())
        parts.append(f"> {quote}\n>\n> —— {_escaped(source + where)}{mark}\n")
    return "\n".join(parts)


def _escaped(words: str) -> str:
    return _MARKUP.sub(r"\\\1", words.replace("\t", " "))


STYLES: dict[str, Callable[[Sequence[Entry]], str]] = {
    "gbt7714": gbt7714,
    "bibtex": bibtex,
    "ris": ris,
    "csl-json": csl_json,
    "markdown": markdown,
}
