"""The package of a Word file (DOCX 包): a zip archive, looked through before anything of it is unpacked."""

from __future__ import annotations

import zipfile
from io import BytesIO

from ingest.errors import Damaged, Encrypted, TooLarge, WrongType

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_XML_MB = 80
"""Unpacked size of all XML parts together; a report of a thousand pages has about ten."""
MOST_PARTS = 20_000
AGAIN = "请重新下载，或用 Word、WPS 打开后另存一份"


def looked_through(data: bytes, most_mb: int) -> None:
    """Refuses what is no Word file, is encrypted or damaged, or would unpack to more than ``4 * most_mb`` MB."""
    if data.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Encrypted
        raise WrongType("内容是旧版 Word 或 WPS 文件", remedy="请用 Word 或 WPS 打开，另存为 DOCX 后再添加")
    if not data.startswith(b"PK"):
        raise WrongType("不是 DOCX 文件", remedy="请检查文件来源；网页或其他格式请用其本来的扩展名")
    try:
        parts = zipfile.ZipFile(BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Damaged("压缩包不完整", remedy=AGAIN) from error
    if any(part.flag_bits & 1 for part in parts):
        raise Encrypted
    names = [part.filename for part in parts]
    if "[Content_Types].xml" not in names or not any(name.startswith("word/") for name in names):
        raise WrongType("压缩包中没有 Word 正文")
    whole = sum(part.file_size for part in parts)
    written = sum(part.file_size for part in parts if part.filename.lower().endswith((".xml", ".rels")))
    if whole > 4_000_000 * most_mb or written > 1_000_000 * MOST_XML_MB or len(parts) > MOST_PARTS:
        raise TooLarge(
            f"解压后 {max(whole, written) / 1_000_000:.0f} MB，疑为压缩炸弹",
            remedy="请确认文件来源；确需读取时请拆分文件",
        )
