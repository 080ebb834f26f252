"""``remove``: documents out of the library, or back into it."""

from __future__ import annotations

import argparse
import re
import shlex

from kb.commands.console import opened

_ONE_WORD = re.compile(r"[\w./%+@=-]+")  # of any script: a shell takes it as it stands
HELP = "移除文件（在下次 rebuild 之前可用 --undo 恢复）"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("docs", metavar="DOC", nargs="+", help="文件简称，见 documents")
    parser.add_argument("--undo", action="store_true", help="恢复移除的文件")


def run(chosen: argparse.Namespace) -> int:
    with opened(chosen) as library:
        infos = library.restore_removed(chosen.docs) if chosen.undo else library.remove(chosen.docs)
    for info in infos:
        print(f"{'已恢复' if chosen.undo else '已移除'} {info.doc}（{info.title}）")
    if not chosen.undo:
        print("如需恢复：python -m kb remove --undo " + " ".join(_typed(info.doc) for info in infos))
    return 0


def _typed(name: str) -> str:
    """A name as it is typed in a shell: in quotes where it holds blanks or signs."""
    return name if _ONE_WORD.fullmatch(name) else shlex.quote(name)
