"""Sentence vectors (向量): the bundled model or any other that sentence-transformers can load, behind one interface."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from kb.errors import LibraryError

Matrix = npt.NDArray[np.float32]
Cut = tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]

BUNDLED = Path(__file__).with_name("encoder") / "model"
HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]*(/[A-Za-z0-9][\w.-]*)?")
BATCH_STATIC, BATCH_OTHER = 2048, 32
KEPT = 20_000  # texts whose pieces are kept, about 1.5 KB each
FIRST = 2_000  # so many passages are worth no wait for the library; a longer run is


class CannotEmbed(LibraryError):
    message = "无法载入向量模型"
    remedy = "请检查设置 POLICYKB_EMBEDDER；删除该设置即使用自带模型"


class Embedder(Protocol):
    """Turns texts into vectors (向量化): float32, unit length (all zero for a text without a known word).

    ``name`` changes whenever the vectors would, so that stored vectors can be keyed by it.
    """

    @property
    def name(self) -> str: ...
    @property
    def dimension(self) -> int: ...
    def encode_passages(self, texts: Sequence[str]) -> Matrix: ...
    def encode_queries(self, texts: Sequence[str]) -> Matrix: ...
    def warm(self) -> None: ...


def passage_text(title: str, head: str, text: str) -> str:
    """What is encoded for a passage: the document's title, the heading path and the words.

    The title carries place and subject; measured on held-out questions it helps in every way of searching.
    """
    return "\n".join(part for part in (title, head, text) if part)


class SentenceModel:
    """A sentence-transformers model, loaded on first use; ``source`` is a folder or a hub name."""

    def __init__(self, source: str, name: str, *, hub: bool = False) -> None:
        self.source, self._name, self._hub = source, name, hub
        self._model: Any = None
        self._before = 0
        self._lock = threading.Lock()
        self._table = None if hub else StaticTable.open(Path(source))

    @property
    def name(self) -> str:
        return self._name

    @property
    def dimension(self) -> int:
        if self._table is not None:
            return self._table.dimension
        return int(self._loaded().get_embedding_dimension())

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """Vectors of passages, one row each; [0, dimension] for no texts.

        Importing the library takes seconds: until that is worth it, the table of a static model is read directly, which
        gives the same numbers to six digits.
        """
        if self._model is None and self._table is not None and self._before + len(texts) <= FIRST:
            self._before += len(texts)
            return self._table.encode(texts)
        return self._encode(self._loaded().encode_document, texts)

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """Vectors of questions, one row each, with the prompt that the model asks for; a static model has none.

        Its table gives the same numbers (see ``encode_passages``) in a tenth of the time for a single question.
        """
        if self._table is not None:
            return self._table.encode(texts)
        return self._encode(self._loaded().encode_query, texts)

    def pieces(self) -> StaticTable | None:
        """The vectors of the model's single pieces of words; None for a model whose words have none of their own."""
        return self._table

    def warm(self) -> None:
        """Load what a question needs: the table of a static model at once, any other model in the background, so that
        nobody waits for the import (which takes seconds and half a gigabyte: no static model's question pays for it)."""
        if self._table is not None:
            self._table.load()
        elif self._model is None:
            threading.Thread(target=self._warm, name="embedder").start()  # no daemon: an exit amid an import aborts

    def _warm(self) -> None:
        with contextlib.suppress(CannotEmbed):  # whoever uses the model next gets the error, with its words
            self._loaded()

    def _encode(self, encode: Callable[..., Any], texts: Sequence[str]) -> Matrix:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        batch = BATCH_STATIC if self._table is not None else BATCH_OTHER
        vectors = encode(list(texts), batch_size=batch, show_progress_bar=False, convert_to_numpy=True)
        return unit(np.asarray(vectors, dtype=np.float32))

    def _loaded(self) -> Any:
        with self._lock:
            if self._model is None:
                self._model = _load(self.source, self._name, hub=self._hub)
            return self._model


class StaticTable:
    """The word table of a static model (静态词向量): a text's vector is the mean of its pieces' rows."""

    def __init__(self, folder: Path, weights: Path) -> None:
        self._folder, self._weights = folder, weights
        self._lock = threading.Lock()
        self._parts: tuple[Any, npt.NDArray[Any], npt.NDArray[np.float32]] | None = None
        self._cut: dict[str, Cut] = {}
        self.size, self.dimension = _shape(weights)

    @staticmethod
    def open(folder: Path) -> StaticTable | None:
        """The table of a folder that holds a static model with one scale per piece; None for any other model."""
        weights = folder / "model.safetensors"
        if not (weights.is_file() and (folder / "tokenizer.json").is_file() and _is_static(folder)):
            return None
        return StaticTable(folder, weights)

    def load(self) -> None:
        """Read the table now rather than at the first text."""
        self._read()

    def encode(self, texts: Sequence[str]) -> Matrix:
        tokenizer, rows, scales = self._read()
        found = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), 256):
            part = list(texts[start : start + 256])
            bags = [encoding.ids for encoding in tokenizer.encode_batch(part, add_special_tokens=False)]
            full = [place for place, bag in enumerate(bags) if bag]
            if full:
                ids = np.concatenate([np.asarray(bags[place]) for place in full])
                ends = np.cumsum([0] + [len(bags[place]) for place in full[:-1]])
                sums = np.add.reduceat(rows[ids].astype(np.float32) * scales[ids, None], ends, axis=0)
                found[start + np.asarray(full)] = sums
        return unit(found)

    def cut(self, texts: Sequence[str]) -> list[Cut]:
        """The pieces of each text: their rows in the table and the characters at which they begin; kept for the next time."""
        held = self._cut
        new = [text for text in dict.fromkeys(texts) if text not in held]
        if new:
            if len(held) + len(new) > KEPT:
                held = self._cut = {text: held[text] for text in texts if text in held}
            held.update(zip(new, self.fresh(new), strict=True))
        return [held[text] for text in texts]

    def fresh(self, texts: Sequence[str]) -> list[Cut]:
        """As ``cut``, with nothing kept."""
        found = self._read()[0].encode_batch(list(texts), add_special_tokens=False)
        return [
            (np.asarray(one.ids, dtype=np.int32), np.asarray([start for start, _ in one.offsets], dtype=np.int32))
            for one in found
        ]

    def vectors(self, ids: npt.NDArray[np.int32]) -> tuple[Matrix, npt.NDArray[np.float32]]:
        """The vectors of pieces and what each of them weighs: a text's sum adds up the one times the other."""
        _, rows, scales = self._read()
        return rows[ids].astype(np.float32), scales[ids]

    def _read(self) -> tuple[Any, npt.NDArray[Any], npt.NDArray[np.float32]]:
        with self._lock:
            if self._parts is None:
                from safetensors.numpy import load_file
                from tokenizers import Tokenizer

                arrays = load_file(self._weights)
                tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
                self._parts = tokenizer, arrays["embeddings"], arrays["weights"]
            return self._parts


def unit(vectors: Matrix) -> Matrix:
    """Rows brought to unit length; rows of zeros stay so."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Matrix = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 1e-12)
    return scaled


def load(name: str | None = None) -> Embedder:
    """The embedder of a setting: empty or ``bundled`` is the project's own model, else a folder or a hub name."""
    wanted = (name or "").strip()
    if wanted in ("", "bundled"):
        return EMBEDDERS["bundled"](str(BUNDLED))
    if Path(wanted).expanduser().is_dir():
        return EMBEDDERS["folder"](str(Path(wanted).expanduser()))
    if HUB_NAME.fullmatch(wanted):
        return EMBEDDERS["hub"](wanted)
    raise CannotEmbed(f"没有文件夹“{wanted}”，它也不是模型名", remedy=_ways())


def bundled(folder: str) -> Embedder:
    """The model that ships with the project (自带模型), named by its contents."""
    if not (Path(folder) / "modules.json").is_file():
        raise CannotEmbed(
            "自带模型的文件缺失",
            remedy="请重新取得完整的程序（kb/encoder/model），或在 POLICYKB_EMBEDDER 中指定别的模型",
        )
    return SentenceModel(folder, f"bundled-{fingerprint(Path(folder))}")


def from_folder(folder: str) -> Embedder:
    """A model saved in a folder by sentence-transformers or transformers."""
    path = Path(folder)
    if not any((path / name).is_file() for name in ("modules.json", "config.json")):
        raise CannotEmbed(f"文件夹“{folder}”里没有模型（缺 modules.json 或 config.json）", remedy=_ways())
    return SentenceModel(folder, f"{path.resolve().name}-{fingerprint(path)}")


def from_hub(name: str) -> Embedder:
    """A model of a hub, such as BAAI/bge-small-zh-v1.5: from the local cache, else downloaded on first use."""
    return SentenceModel(name, name, hub=True)


EMBEDDERS: dict[str, Callable[[str], Embedder]] = {"bundled": bundled, "folder": from_folder, "hub": from_hub}


def fingerprint(folder: Path) -> str:
    """Eight hex digits over a model folder's files: names, sizes, first and last 64 KiB of each."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".json", ".safetensors", ".bin", ".txt", ".model"}:
            size = path.stat().st_size
            digest.update(f"{path.relative_to(folder).as_posix()} {size}\n".encode())
            with path.open("rb") as file:
                digest.update(file.read(65536))
                file.seek(max(0, size - 65536))
                digest.update(file.read())
    return digest.hexdigest()[:8]


def _load(source: str, name: str, *, hub: bool) -> Any:
    if not hub:  # nothing is fetched from a network unless the user named a hub's model
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")
    from sentence_transformers import SentenceTransformer

    failures = []
    for local in (True, False) if hub else (True,):
        try:
            return SentenceTransformer(source, device="cpu", local_files_only=local)
        except Exception as error:  # whatever a model's files or its download can raise
            failures.append(f"{type(error).__name__}: {str(error).splitlines()[0][:200] if str(error) else ''}")
    place = "模型名" if hub else "文件夹"
    raise CannotEmbed(f"{place}“{source}”（{failures[-1]}）", remedy=_ways())


def _ways() -> str:
    return (
        "POLICYKB_EMBEDDER 可以是 bundled（自带模型）、sentence-transformers 模型所在的文件夹，"
        "或模型名如 BAAI/bge-small-zh-v1.5（首次使用需联网下载，之后离线可用）"
    )


def _is_static(folder: Path) -> bool:
    try:
        modules = json.loads((folder / "modules.json").read_text("utf-8"))
        kinds = [str(module["type"]).rsplit(".", 1)[-1] for module in modules]
        return kinds == ["StaticEmbedding", "Normalize"] and _shape(folder / "model.safetensors")[1] > 0
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _shape(weights: Path) -> tuple[int, int]:
    """Rows and columns of ``embeddings`` in a safetensors file, from its header; (0, 0) when it has none."""
    with weights.open("rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
    if "weights" not in header or "mapping" in header:
        return 0, 0
    rows, columns = header.get("embeddings", {}).get("shape", (0, 0))
    return int(rows), int(columns)
