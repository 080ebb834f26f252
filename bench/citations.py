"""Who cites whom in a library: ``python -m bench.citations LIBRARY [--cited DOC] [--near N]``.

Prints how many references the documents hold, how many of them name a document of the library, and the ten most cited.
``--cited DOC`` lists who cites a document and under what title; ``--near`` lists references that name no document of the
library although their titles are like one's (characters in common), for a person to look at.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path

from ingest import references
from kb import Library, graph
from kb.model import DocumentInfo

LIKE = 0.75


def near(infos: Sequence[DocumentInfo]) -> Iterator[tuple[float, str, str, str]]:
    """(likeness, citing, title cited, title of the document that is most like it) of references that name none."""
    titles = {info.doc: references.bare(info.title) for info in infos}
    for info in infos:
        for title in dict.fromkeys(item.title for item in info.references if item.doc is None):
            words = references.bare(title)
            best = max(((_like(words, own), doc) for doc, own in titles.items() if doc != info.doc), default=(0.0, ""))
            if best[0] >= LIKE:
                yield best[0], info.doc, title, best[1]


def _like(a: str, b: str) -> float:
    if min(len(a), len(b)) >= 8 and (a in b or b in a):
        return 1.0
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= LIKE else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("--cited", help="short name of a document: who cites it, and as what")
    parser.add_argument(
        "--near", type=int, default=0, help="so many unresolved references with titles like a document's"
    )
    options = parser.parse_args()
    with Library.open(options.library) as library:
        infos = library.documents()
    held = [(info, item) for info in infos for item in info.references]
    pairs = graph.links(infos)
    print(
        f"{len(infos)} documents, {len(held)} references, {sum(item.doc is not None for _, item in held)} of them to documents "
        f"of the library: {len(pairs)} pairs, {len({a for a, _ in pairs})} documents cite {len({b for _, b in pairs})}"
    )
    title = {info.doc: info.title for info in infos}
    for doc, count in Counter(cited for _, cited in pairs).most_common(10):
        print(f"{count:3d}  {title[doc]}")
    for info, item in held if options.cited else ():
        if item.doc == options.cited:
            print(f"     {info.doc}: 《{item.title}》 {item.doc_number or ''}")
    for likeness, doc, cited, like in sorted(near(infos), reverse=True)[: options.near] if options.near else ():
        print(f"{likeness:.2f}  {doc[:24]} 《{cited}》 ~ {title[like]}")


if __name__ == "__main__":
    main()
