"""Builds the sample PDFs (示例 PDF) from their sources: python -m corpus.build [STEM …] [--to FOLDER].

Needs reportlab and fonttools (requirements-test.txt). The built files are part of the project, so that nobody has to
run this; the same sources give the same pages.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable
from pathlib import Path

from corpus import HOME, fonts
from corpus.markup import load
from corpus.pages import draw
from corpus.scanning import scan


def build(stems: Iterable[str] = (), folder: Path = HOME / "pdf") -> dict[str, int]:
    """Builds the named samples, or all, into ``folder``; gives the number of pages of each."""
    wanted, pages = set(stems), {}
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted((HOME / "sources").glob("*.txt")):
        if wanted and path.stem not in wanted:
            continue
        source = load(path)
        kind = source.settings.get("kind", "")
        fonts.register(mapped=kind != "unmapped")
        target = folder / f"{path.stem}.pdf"
        if kind == "scanned":
            with tempfile.TemporaryDirectory() as place:
                born_digital = Path(place) / target.name
                draw(source, born_digital)
                pages[path.stem] = scan(born_digital, target)
        else:
            pages[path.stem] = draw(source, target)
    return pages


def main() -> None:
    parser = argparse.ArgumentParser(description="从 corpus/sources 排版生成示例 PDF")
    parser.add_argument("stems", nargs="*", help="只生成这些文件（文件名不带后缀）")
    parser.add_argument("--to", type=Path, default=HOME / "pdf", help="输出文件夹")
    given = parser.parse_args()
    for stem, pages in build(given.stems, given.to).items():
        size = (given.to / f"{stem}.pdf").stat().st_size // 1024
        print(f"{stem}: {pages} 页，{size} KiB")


if __name__ == "__main__":
    main()
