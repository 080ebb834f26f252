"""``restore``: a library from a backup."""

from __future__ import annotations

import argparse

from kb.library import Library
from kb.settings import Settings

HELP = "从备份恢复到一个新的文件夹（--library 指定）"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="备份文件")


def run(chosen: argparse.Namespace) -> int:
    folder = chosen.library or Settings.load().library
    Library.restore(chosen.file, folder)
    with Library.open(folder, create=False) as library:
        print(f"已恢复到 {folder}：{library.counts()['documents']} 份文件")
    return 0
