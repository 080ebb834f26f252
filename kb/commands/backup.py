"""``backup``: the whole library as one file."""

from __future__ import annotations

import argparse

from kb.commands.console import opened

HELP = "把整个政策库备份成一个文件"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="备份文件，如 policykb.zip")


def run(chosen: argparse.Namespace) -> int:
    with opened(chosen) as library:
        file = library.backup(chosen.file)
    print(f"已备份到 {file}（{file.stat().st_size / 1e6:.1f} MB）")
    return 0
