"""What can go wrong in a library (知识库错误): every error says in Chinese what happened and what to do."""

from __future__ import annotations

import errno


class LibraryError(Exception):
    """An error of the library; ``exit_code`` is the command line's status: 2 wrong use, 3 library cannot be opened."""

    exit_code = 2
    message = "操作无法完成"
    remedy = "请检查输入后重试"

    def __init__(self, detail: str = "", *, remedy: str = "") -> None:
        self.detail = detail
        if remedy:
            self.remedy = remedy
        super().__init__(str(self))

    @property
    def kind(self) -> str:
        return type(self).__name__

    def __str__(self) -> str:
        detail = f"：{self.detail}" if self.detail else ""
        return f"{self.message}{detail}。{self.remedy}。"


class CannotOpen(LibraryError):
    exit_code = 3
    message = "无法打开政策库"
    remedy = "请用 --library 或环境变量 POLICYKB_LIBRARY 指定正确的文件夹"


class NotFound(CannotOpen):
    message = "找不到政策库"
    remedy = "请先用 python -m kb add 文件或文件夹 建库，或用 --library 指定已有的政策库"


class NotAFolder(CannotOpen):
    message = "政策库应当是文件夹，但该路径是一个文件"
    remedy = "请用 --library 指定一个文件夹"


class NotALibrary(CannotOpen):
    message = "该文件夹不是政策库，且里面已有其他文件"
    remedy = "请指定一个空文件夹或已有的政策库，以免与其他文件混在一起"


class LibraryDamaged(CannotOpen):
    message = "政策库的数据文件已损坏"
    remedy = "请用 python -m kb restore 备份文件 恢复到新的文件夹"


class LibraryTooNew(CannotOpen):
    message = "政策库由更新版本的程序建立"
    remedy = "请升级本程序后再打开"


class LibraryBusy(CannotOpen):
    message = "另一个进程正在写入政策库"
    remedy = "请等它完成后再试；检索和查询不受影响"


class LibraryReadOnly(CannotOpen):
    message = "政策库所在的文件夹不可写"
    remedy = "请检查文件夹权限或磁盘空间"


class DiskFull(CannotOpen):
    message = "磁盘空间不足，未能写入政策库"
    remedy = "已完成的文件不受影响；请腾出空间后重新添加"


_CAUSES = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "文件系统只读",
    errno.ENOSPC: "磁盘空间不足",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EFBIG: "超过文件大小上限",
    errno.EISDIR: "这是文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.ENOTEMPTY: "文件夹不为空",
    errno.EEXIST: "已有同名的文件",
    errno.ENAMETOOLONG: "名称过长",
    errno.ELOOP: "符号链接成环",
    errno.EIO: "磁盘读写出错",
    errno.EMFILE: "打开的文件过多",
}


def cause(error: OSError) -> str:
    """Why the system refused (系统原因), in Chinese where it is a common reason."""
    return _CAUSES.get(error.errno or 0) or error.strerror or str(error)


def refused(error: OSError, folder: object) -> LibraryError:
    """What it means for a library that a file in its folder could not be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(str(folder))
    return LibraryReadOnly(f"{folder}（{cause(error)}）")


class UnknownDocument(LibraryError):
    message = "库中没有这份文件"
    remedy = "请用 python -m kb documents 查看文件简称"


class UnknownClause(LibraryError):
    message = "库中没有这个条款编号"
    remedy = "请用 python -m kb clauses 文件简称 查看条款编号"


class UnknownName(LibraryError):
    """A name that is not in one of the tables (格式、样式、阶段…); the message lists the known ones."""

    message = "不认识的名称"

    def __init__(self, what: str, name: str, known: tuple[str, ...]) -> None:
        self.what, self.name, self.known = what, name, known
        super().__init__(f"{what} {name}", remedy=f"可用的有：{'、'.join(known)}")


class NoDocuments(LibraryError):
    message = "没有可添加的文件"
    remedy = "支持 PDF、DOCX、HTML、TXT、MD；请检查路径"


class NoSuchPath(LibraryError):
    message = "路径不存在"
    remedy = "请检查路径是否写对"


class EmptyQuestion(LibraryError):
    message = "问题是空的"
    remedy = "请输入要查的内容，例如：上海市 2025 年非化石能源占比"


class NoPage(LibraryError):
    message = "没有这一页"
    remedy = "请检查页码；文本类文件没有页面图，可按行号查看"


class OriginalMissing(LibraryError):
    message = "库中保存的原件缺失或与记录不符"
    remedy = "请重新添加该文件，或运行 python -m kb check"


class CannotRestore(LibraryError):
    message = "无法恢复"
    remedy = "请检查备份文件与目标文件夹"


class BadQuestionsFile(LibraryError):
    message = "问题文件格式不对"
    remedy = '每行应是一个 JSON 对象，如 {"id": "1", "question": "……"}'


class BadSetting(LibraryError):
    message = "设置有误"
    remedy = "请检查 policykb.toml 或环境变量"


class BadValue(LibraryError):
    message = "参数有误"
    remedy = "请检查后重试"


class WriteError(LibraryError):
    exit_code = 2
    message = "无法写入输出文件"
    remedy = "请检查路径与权限"
