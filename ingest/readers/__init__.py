"""Readers (读取器): one for each file format, from bytes to a draft; ``READERS`` names them by file extension."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Literal, cast

from ingest.draft import Draft
from ingest.errors import NotSupported

OcrChoice = Literal["auto", "never", "always"]


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How files are read: when pages are read from their picture (文字识别), and the largest file taken in.

    ``ocr``: "auto" reads doubtful pages from their picture, "never" none, "always" all. ``ocr_seconds`` bounds the time
    that this may take for one file by the clock, ``ocr_cpu_seconds`` by the processor; pages left over stay doubtful.
    """

    ocr: OcrChoice = "auto"
    max_pages: int = 3000
    max_file_mb: int = 200
    ocr_seconds: float = 240.0
    ocr_cpu_seconds: float = 200.0


Reader = Callable[[bytes, ReadOptions], Draft]

READERS: dict[str, str] = {
    "pdf": "ingest.readers.pdf",
    "docx": "ingest.readers.docx",
    "html": "ingest.readers.web",
    "htm": "ingest.readers.web",
    "txt": "ingest.readers.text",
    "md": "ingest.readers.markdown",
}
"""Extension → module whose ``draft(data, options)`` reads it; loaded when first needed."""

UNREADABLE: dict[str, str] = {
    "doc": "请用 Word 或 WPS 打开，另存为 DOCX 或 PDF 后再添加",
    "wps": "请用 WPS 打开，另存为 DOCX 或 PDF 后再添加",
    "ofd": "请用 OFD 阅读器打开，导出为 PDF 后再添加",
    "xls": "请用 Excel 或 WPS 打开，导出为 PDF 后再添加",
    "xlsx": "请用 Excel 或 WPS 打开，导出为 PDF 后再添加",
    "ppt": "请用 PowerPoint 或 WPS 打开，导出为 PDF 后再添加",
    "pptx": "请用 PowerPoint 或 WPS 打开，导出为 PDF 后再添加",
    "rtf": "请用 Word 或 WPS 打开，另存为 DOCX 或 PDF 后再添加",
    "caj": "请用 CAJViewer 打开，导出为 PDF 后再添加",
    "jpg": "请把图片合并为 PDF 后再添加",
    "png": "请把图片合并为 PDF 后再添加",
    "tif": "请把图片合并为 PDF 后再添加",
    "zip": "请解压后添加其中的文件",
    "rar": "请解压后添加其中的文件",
}
"""Extension → what to do with a file that no reader takes."""


def reader_for(suffix: str) -> Reader:
    """The reader of an extension (with or without its dot); NotSupported names the known ones and the way out."""
    key = suffix.lower().lstrip(".")
    if key not in READERS:
        known = "、".join(READERS)
        raise NotSupported(f".{key}；可读取的格式：{known}" if key else "没有扩展名", remedy=UNREADABLE.get(key, ""))
    return cast(Reader, import_module(READERS[key]).draft)
