"""The model's vocabulary and tokenizer (词表与切分): words of at most four characters, single characters, years, Latin words."""

from __future__ import annotations

import math
import re
import struct
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from kb import thesaurus
from kb.keywords import whole_cutter
from kb.spelling import plain

LONGEST = 4
CHARACTERS = 6500
LATIN = 700
_HAN = re.compile(r"[\u3400-\u9fff]+")
_RUN = re.compile(r"[\u4e00-\u9fff]+")
_WORD = re.compile(r"[a-z]{2,10}")
NUMBERS = (
    *map(str, range(1978, 2061)), *map(str, range(10, 101)), "200", "300", "500", "1000",
    "pm2.5", "pm10", "co2", "so2", "nox", "vocs", "5g",
)  # fmt: skip
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789.%℃"


def vocabulary(policy: Iterable[str], general: Iterable[str], size: int) -> list[tuple[str, float]]:
    """Pieces with their log probabilities for a unigram tokenizer, the unknown piece first.

    Words of policies count six times those of general texts; words of the thesaurus and the policy dictionary are always in.
    """
    policy = [plain(text) for text in policy]
    counted = _counts(policy, general)
    always = {word for word in _own_words() if 2 <= len(word) <= LONGEST and _HAN.fullmatch(word)}
    for word in always:
        counted[word] = max(counted[word], 300.0)
    total = sum(counted.values())
    characters: dict[str, float] = defaultdict(float)
    for word, count in counted.items():
        for character in set(word):
            characters[character] += count
    kept = sorted(characters, key=lambda one: (-characters[one], one))[:CHARACTERS]
    latin = [word for word, _ in Counter(word for text in policy for word in _WORD.findall(text)).most_common(LATIN)]
    pieces = {character: math.log((counted[character] * 0.5 + 1) / total) - 1.0 for character in kept}
    words = sorted((word for word in counted if len(word) > 1), key=lambda word: (word not in always, -counted[word]))
    room = size - 1 - len(kept) - len(latin) - len(NUMBERS) - len(LETTERS)
    pieces.update({word: math.log((counted[word] + 1) / total) for word in words[:room]})
    pieces.update({word: max(-9.0, -6.0 - 0.2 * len(word)) for word in latin})
    pieces.update(dict.fromkeys(NUMBERS, -8.0))
    for letter in LETTERS:
        pieces.setdefault(letter, -12.0)
    return [("<unk>", 0.0), *sorted(pieces.items(), key=lambda piece: (-piece[1], piece[0]))]


def _counts(policy: list[str], general: Iterable[str]) -> dict[str, float]:
    counted: dict[str, float] = defaultdict(float)
    words = whole_cutter()
    for text in policy:
        for word in words.cut(text, HMM=False):
            counted[word] += 6
    for text in general:
        for word in words.cut(plain(text), HMM=False):
            counted[word] += 1
    for word, count in words.FREQ.items():
        if count:
            counted[plain(word)] += 0.15 * count
    for word, count in coined(policy).items():
        counted[word] = 6 * count
    kept = {word: count for word, count in counted.items() if len(word) <= LONGEST and _HAN.fullmatch(word)}
    return defaultdict(float, kept)


def _own_words() -> set[str]:
    from kb.keywords import _DICTIONARY

    own = {word for group in thesaurus.groups() for word in group.everyday + group.official}
    if _DICTIONARY.exists():
        own |= {line.split()[0] for line in _DICTIONARY.read_text(encoding="utf-8").splitlines() if line.strip()}
    return {plain(word) for word in own}


def coined(texts: Iterable[str], least: int = 40) -> dict[str, int]:
    """Runs of two to four characters that stand together often and in many surroundings, unknown to the dictionary."""
    runs = Counter(run for text in texts for run in _RUN.findall(text))
    grams: Counter[str] = Counter()
    for run, count in runs.items():
        for length in range(1, LONGEST + 1):
            for start in range(len(run) - length + 1):
                grams[run[start : start + length]] += count
    total = sum(len(run) * count for run, count in runs.items())
    known = whole_cutter().FREQ
    close = {
        gram
        for gram, count in grams.items()
        if len(gram) > 1 and count >= least and not known.get(gram) and _cohesion(gram, grams, total) > 4.3
    }
    before: dict[str, Counter[str]] = {gram: Counter() for gram in close}
    behind: dict[str, Counter[str]] = {gram: Counter() for gram in close}
    for run, count in runs.items():
        for length in range(2, LONGEST + 1):
            for start in range(len(run) - length + 1):
                gram = run[start : start + length]
                if gram in close:
                    before[gram][run[start - 1] if start else "^"] += count
                    behind[gram][run[start + length] if start + length < len(run) else "$"] += count
    return {gram: grams[gram] for gram in close if min(_spread(before[gram]), _spread(behind[gram])) > 2.2}


def _cohesion(gram: str, grams: Mapping[str, int], total: int) -> float:
    """The smallest pointwise mutual information over the ways to cut ``gram`` in two."""
    cuts = range(1, len(gram))
    return min(math.log(grams[gram] * total / (grams[gram[:cut]] * grams[gram[cut:]])) for cut in cuts)


def _spread(around: Counter[str]) -> float:
    """Entropy of the neighbours; the edge of a run counts twice its share."""
    total = sum(around.values())
    entropy = -sum(count / total * math.log(count / total) for count in around.values())
    return entropy + 2 * (around["^"] + around["$"]) / total


def tokenizer(pieces: list[tuple[str, float]]) -> Any:
    """A tokenizer that simplifies, lowers, and cuts what stands between blanks into the likeliest pieces.

    Whatever is no piece (punctuation above all) becomes the unknown piece, whose vector is zero.
    """
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    made = Tokenizer(models.Unigram([(piece, round(score, 3)) for piece, score in pieces], 0, False))
    simplify = normalizers.Precompiled(_simplifying())
    made.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase(), simplify])
    made.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return made


def simplified() -> dict[str, str]:
    """Traditional characters with their simplified ones, one to one, as the matching view has them."""
    every = map(chr, range(0x3400, 0xA000))
    return {character: plain(character) for character in every if plain(character) != character}


@cache
def _simplifying() -> bytes:
    return charsmap(simplified())


def charsmap(mapping: Mapping[str, str]) -> bytes:
    """A character mapping in the form that tokenizers reads: a double array over UTF-8 bytes, then the targets."""
    targets, places = bytearray(), {}
    for target in sorted(set(mapping.values())):
        places[target] = len(targets)
        targets += target.encode() + b"\0"
    tree: dict[int, Any] = {}
    for source, target in mapping.items():
        node = tree
        for byte in source.encode():
            node = node.setdefault(byte, {})
        node[0] = places[target]
    units = _double_array(tree)
    return struct.pack("<I", 4 * len(units)) + struct.pack(f"<{len(units)}I", *units) + bytes(targets)


def _double_array(tree: dict[int, Any]) -> list[int]:
    """Units of a darts double array: a child stands at its parent's base xor its byte; byte 0 holds the value."""
    units, taken, waiting = [0] * 256, {0}, [(0, tree)]
    free = list(
        range(1 << 16, 0, -1)
    )  # every parent has a base of its own, or it would take another's children for its
    while waiting:
        place, node = waiting.pop()
        at = next(at for at in range(len(free) - 1, -1, -1) if not any(free[at] ^ byte in taken for byte in node))
        base = free.pop(at)
        highest = max(base ^ byte for byte in node)
        units.extend([0] * (highest + 256 - len(units)))
        units[place] |= (place ^ base) << 10 | (0 in node) << 8
        for byte, child in node.items():
            taken.add(base ^ byte)
            units[base ^ byte] = child | 1 << 31 if byte == 0 else byte
            if byte:
                waiting.append((base ^ byte, child))
    return units
