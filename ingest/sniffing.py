"""What bytes are (内容识别): the format of a downloaded document by its first bytes, not by what the site calls it."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from ingest.errors import NotSupported, WrongType
from ingest.readers.encodings import MARKS, decoded

_TAG = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|meta|div|table|p\b|h1|script|title)", re.I)
_PROMISES = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
_PLAIN = {"md": "md", "markdown": "md", "txt": "txt"}
_SHEETS = {"xl/": "xlsx", "ppt/": "pptx"}


def suffix_of(data: bytes, content_type: str, path: str) -> str:
    """The extension that the bytes deserve: pdf, docx, html, txt or md.

    WrongType when a PDF or Word file was promised by type or path and something else came (often an error page);
    NotSupported, with its extension, for a format that no reader takes.
    """
    ending = path.rsplit("/", 1)[-1].rsplit(".", 1)[-1].lower() if "." in path.rsplit("/", 1)[-1] else ""
    promised = _PROMISES.get(content_type, ending if ending in ("pdf", "docx") else "")
    found = _found(data, ending)
    if promised and found in ("html", "txt", "md"):
        raise WrongType(
            f"网站说是 {promised.upper()}，实际是网页或文本", remedy="可能是出错或登录页面；请在浏览器中打开该网址核对"
        )
    if found not in ("pdf", "docx", "html", "txt", "md"):
        raise NotSupported(f".{found}" if found else f"网址给出的是 {content_type or '未知内容'}")
    return found


def _found(data: bytes, ending: str) -> str:
    head = data[:4096]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _packed(data)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return ending if ending in ("doc", "xls", "ppt", "wps", "docx") else "doc"
    wide = head[:2] in MARKS or b"\x00" in head[:1024]
    text = decoded(data) if wide else ""
    if text is None:
        return ""
    plain = text[:4096].encode() if wide else head
    if _TAG.search(plain) or _TAG.search(data[:65536]):
        return "html"
    return _PLAIN.get(ending, "txt") if _readable(data) else ""


def _packed(data: bytes) -> str:
    try:
        names = zipfile.ZipFile(BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return "docx" if b"word/" in data else "zip"
    if any(name.startswith("word/") for name in names):
        return "docx"
    return next((kind for start, kind in _SHEETS.items() if any(name.startswith(start) for name in names)), "zip")


def _readable(data: bytes) -> bool:
    text = decoded(data)
    return text is not None and sum(1 for sign in text[:4096] if sign < " " and sign not in "\t\r\n\f") < 3
