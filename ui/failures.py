"""Why a file could not be added (添加失败的原因), in the app's own terms and in the language of the page.

The library tells it in Chinese and for the command line, too. What names an option of a command helps nobody here: files are
added with recognition of pictures, so that a file without text has been looked through already.
"""

from __future__ import annotations

from kb.model import Failure
from ui.words import in_english, say

_OPTION = "可能是扫描件或空白页；请提供带文字层的版本，或开启文字识别（--ocr auto）"
_HERE = "可能是空白页或看不清的扫描件（图片上的文字已经识别过）；请换一份清楚的，或带文字层的版本"

# What is said of every failure of a kind; what one file adds to it (a page, a limit) is told in Chinese only.
KINDS = {
    "IngestError": "无法读取该文件。请确认文件可以正常打开后重试。",
    "NotSupported": "不支持的文件格式。请另存为 PDF、DOCX、HTML、TXT 或 MD 后再添加。",
    "WrongType": "文件内容与扩展名不符。请检查文件来源，改为正确的扩展名后再添加。",
    "EmptyFile": "文件是空的。请重新下载或导出该文件。",
    "Encrypted": "文件已加密，需要密码才能打开。请用密码打开后另存为不加密的文件再添加。",
    "Unreadable": "无法打开该文件。请检查文件是否存在、是否有读取权限。",
    "Damaged": "文件已损坏，无法解析。请重新下载，或用 PDF 阅读器打开后另存一份。",
    "TooLarge": "文件超过上限。请拆分文件，或在设置中调高上限（POLICYKB_MAX_FILE_MB、POLICYKB_MAX_PAGES）。",
    "TimedOut": "读取超时。请拆分文件，或在设置中调高 POLICYKB_MAX_SECONDS。",
    "OutOfMemory": "读取时超出内存上限。请拆分文件，或在设置中调高 POLICYKB_MAX_MEMORY_MB。",
    "Crashed": "读取进程意外终止。其他文件不受影响；请用 PDF 阅读器打开后另存一份再添加。",
    "NoText": f"文件中没有可读的文字。{_HERE}。",
    "Unreachable": "无法下载该网址。请检查网址与网络，或下载后以文件添加。",
}


def told(failure: Failure | None) -> str:
    """What happened and what to do; "" where nothing failed."""
    if failure is None:
        return ""
    if in_english() and failure.kind in KINDS:
        return say(KINDS[failure.kind])
    return failure.message.replace(_OPTION, _HERE)
