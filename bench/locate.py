"""Whether every quote stands where it is said to stand: ``python -m bench.locate LIBRARY [--pictures FOLDER]``.

For every target of the library, and every citation of the answers to the questions given, ``document.text[span]`` must be
the quote, and ``locate`` must give page and boxes (PDF) or the line (text formats). With ``--pictures`` some of them, from
different documents, are marked on their rendered pages, for a person to look at.
"""

from __future__ import annotations

import argparse
import io
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.model import Region, Span
from kb import Library
from kb.model import PageView

YELLOW, EDGE = (255, 214, 0), (180, 35, 42)


@dataclass(frozen=True, slots=True)
class Place:
    """A quote and where it is said to stand."""

    kind: str
    doc: str
    span: Span
    quote: str
    page: int | None


def places(library: Library, questions: Path | None) -> Iterator[Place]:
    """Every target's quote, and the quotes of every answer's citations."""
    for row in library.targets():
        yield Place("target", row.doc, Span(row.start, row.end), row.quote, row.page)
    for line in questions.read_text("utf-8").splitlines() if questions else []:
        for found in library.ask(json.loads(line)["question"]).citations:
            yield Place("citation", found.doc, found.span, found.quote, found.page)


def faults(library: Library, place: Place) -> list[str]:
    """What is wrong with a place; nothing when the words are there."""
    document = library.document(place.doc)
    wrong = [] if document.text[place.span.start : place.span.end] == place.quote else ["quote differs from the text"]
    regions = document.locate(place.span)
    words = "".join(document.quote(region.span) for region in regions)
    if "".join(words.split()) != "".join(place.quote.split()):
        wrong.append(f"regions hold {words[:30]!r}")
    if any(page.width for page in document.pages):
        wrong += [problem for region in regions for problem in _on_paper(library, place, region)]
        if place.page is None or not regions or regions[0].page != place.page:
            wrong.append(f"page {place.page}, first region on {regions[0].page if regions else None}")
    elif not regions or regions[0].line is None:
        wrong.append("no line")
    return wrong


def _on_paper(library: Library, place: Place, region: Region) -> list[str]:
    sheets = {page.number: page for page in library.document(place.doc).pages}
    if region.page is None or region.box is None or region.page not in sheets:
        return ["a region without page or box"]
    sheet, box = sheets[region.page], region.box
    inside = box.x0 >= -1 and box.top >= -1 and box.x1 <= sheet.width + 1 and box.bottom <= sheet.height + 1
    return [] if inside else [f"box off the page: {box}"]


def marked(view: PageView) -> bytes:
    """The page picture with its boxes in translucent yellow."""
    from PIL import Image, ImageDraw

    picture = Image.open(io.BytesIO(view.png)).convert("RGBA")
    scale = picture.width / view.width
    layer = Image.new("RGBA", picture.size)
    pen = ImageDraw.Draw(layer)
    for box in view.boxes:
        corners = [box.x0 * scale, box.top * scale, box.x1 * scale, box.bottom * scale]
        pen.rectangle(corners, fill=(*YELLOW, 110), outline=(*EDGE, 255))
    out = io.BytesIO()
    Image.alpha_composite(picture, layer).convert("RGB").save(out, "PNG")
    return out.getvalue()


def draw(library: Library, found: list[Place], folder: Path, count: int, seed: int) -> int:
    """Mark one place each of ``count`` different documents; how many pictures were made."""
    folder.mkdir(parents=True, exist_ok=True)
    by_doc: dict[str, list[Place]] = {}
    for place in found:
        if place.page is not None and library.document(place.doc).pages[0].width:
            by_doc.setdefault(place.doc, []).append(place)
    pick = random.Random(seed)
    chosen = pick.sample(sorted(by_doc), min(count, len(by_doc)))
    listed = []
    for number, doc in enumerate(chosen, 1):
        place = pick.choice(by_doc[doc])
        assert place.page is not None
        view = library.page(doc, place.page, [place.span], scale=1.5)
        (folder / f"{number:02d}.png").write_bytes(marked(view))
        listed.append(f"{number:02d}\t{doc}\t第{place.page}页\t{' '.join(place.quote.split())}")
    (folder / "quotes.txt").write_text("\n".join(listed) + "\n", "utf-8")
    return len(chosen)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library")
    parser.add_argument("--questions", type=Path, help="JSON Lines with a question each")
    parser.add_argument("--pictures", type=Path, help="folder for marked pages")
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args()
    with Library.open(chosen.library, create=False) as library:
        found = list(places(library, chosen.questions))
        wrong = [(place, problem) for place in found for problem in faults(library, place)]
        for place, problem in wrong[:40]:
            print(f"{place.kind} {place.doc} {place.span}: {problem}")
        kinds = {kind: sum(place.kind == kind for place in found) for kind in ("target", "citation")}
        print(f"{kinds['target']} targets, {kinds['citation']} citations, {len(wrong)} faults")
        if chosen.pictures:
            print(f"{draw(library, found, chosen.pictures, chosen.count, chosen.seed)} pictures in {chosen.pictures}")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
