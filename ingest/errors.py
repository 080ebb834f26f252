"""What can go wrong while a file is read (读取失败), each with words for the person who dropped the file in."""

from __future__ import annotations


class IngestError(Exception):
    """A file that could not become a document; ``message`` says in Chinese what happened and ``remedy`` what to do."""

    message = "无法读取该文件"
    remedy = "请确认文件可以正常打开后重试"

    def __init__(self, detail: str = "", *, remedy: str = "") -> None:
        self.detail = detail
        if remedy:
            self.remedy = remedy
        super().__init__(str(self))

    @property
    def kind(self) -> str:
        return type(self).__name__

    def __str__(self) -> str:
        detail = f"（{self.detail}）" if self.detail else ""
        return f"{self.message}{detail}。{self.remedy}。"

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.detail, self.remedy)


def _rebuild(kind: type[IngestError], detail: str, remedy: str) -> IngestError:
    return kind(detail, remedy=remedy)


class NotSupported(IngestError):
    message = "不支持的文件格式"
    remedy = "请另存为 PDF、DOCX、HTML、TXT 或 MD 后再添加"


class WrongType(IngestError):
    message = "文件内容与扩展名不符"
    remedy = "请检查文件来源，改为正确的扩展名后再添加"


class EmptyFile(IngestError):
    message = "文件是空的"
    remedy = "请重新下载或导出该文件"


class Encrypted(IngestError):
    message = "文件已加密，需要密码才能打开"
    remedy = "请用密码打开后另存为不加密的文件再添加"


class Unreadable(IngestError):
    message = "无法打开该文件"
    remedy = "请检查文件是否存在、是否有读取权限"


class Damaged(IngestError):
    message = "文件已损坏，无法解析"
    remedy = "请重新下载，或用 PDF 阅读器打开后另存一份"


class TooLarge(IngestError):
    message = "文件超过上限"
    remedy = "请拆分文件，或在设置中调高上限（POLICYKB_MAX_FILE_MB、POLICYKB_MAX_PAGES）"


class TimedOut(IngestError):
    message = "读取超时"
    remedy = "请拆分文件，或在设置中调高 POLICYKB_MAX_SECONDS"


class OutOfMemory(IngestError):
    message = "读取时超出内存上限"
    remedy = "请拆分文件，或在设置中调高 POLICYKB_MAX_MEMORY_MB"


class Crashed(IngestError):
    message = "读取进程意外终止"
    remedy = "其他文件不受影响；请用 PDF 阅读器打开后另存一份再添加"


class NoText(IngestError):
    message = "文件中没有可读的文字"
    remedy = "可能是扫描件或空白页；请提供带文字层的版本，或开启文字识别（--ocr auto）"


class Unreachable(IngestError):
    message = "无法下载该网址"
    remedy = "请检查网址与网络，或下载后以文件添加"
