"""The house rules of ARCHITECTURE.md as tests: direction of imports, no cycles, purity, names, sizes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ("ingest", "extract", "kb", "ui")
ALLOWED = {
    "ingest": {"ingest"},
    "extract": {"ingest", "extract"},
    "kb": {"ingest", "extract", "kb"},
    "ui": {"ingest", "extract", "kb", "ui"},
}
HEAVY = {
    "spacy", "jieba", "torch", "sentence_transformers", "chromadb", "pdfplumber", "pdfminer", "pypdfium2", "tantivy",
    "pandas", "pyarrow", "altair", "xlsxwriter", "openpyxl", "pint", "streamlit", "rapidocr", "openvino", "docx", "lxml",
    "sklearn", "scipy", "transformers", "tokenizers",
}  # fmt: skip
JUNK_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "base", "core", "misc"}
MOST_LINES, MOST_FUNCTION_LINES = 400, 60
MODULES = sorted(path for layer in LAYERS for path in (ROOT / layer).rglob("*.py")) + [ROOT / "app.py"]


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def imports(tree: ast.Module, module: str, package: bool) -> Iterator[tuple[str, bool]]:
    """Every imported module with whether it is imported when the module is loaded (not inside a function)."""
    lazy = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
    }
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        at_load = id(node) not in lazy and id(node) not in typing_only
        if isinstance(node, ast.Import):
            yield from ((alias.name, at_load) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parent = ""
            if node.level:
                steps = module.split(".")
                parent = ".".join(steps[: len(steps) - node.level + (1 if package else 0)])
            start = ".".join(part for part in (parent, node.module or "") if part)
            found = [f"{start}.{alias.name}" for alias in node.names]
            if not all(is_module(name) for name in found):  # something of the package itself is asked for
                yield start, at_load
            yield from ((name, at_load) for name in found)


PARSED = {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES if path.exists()}


def imports_of(path: Path) -> list[tuple[str, bool]]:
    return list(imports(PARSED[path], name_of(path), path.name == "__init__.py"))


@pytest.mark.parametrize("path", list(PARSED), ids=name_of)
def test_a_module_imports_only_from_its_own_layer_and_those_below(path: Path) -> None:
    layer = name_of(path).split(".")[0]
    allowed = ALLOWED.get(layer, set(LAYERS))
    wrong = {name for name, _ in imports_of(path) if name.split(".")[0] in LAYERS and name.split(".")[0] not in allowed}
    assert not wrong


@pytest.mark.parametrize("path", [path for path in PARSED if name_of(path).split(".")[0] == "ui"], ids=name_of)
def test_a_page_reaches_the_library_through_its_public_names_only(path: Path) -> None:
    public = (
        "kb",
        "kb.Library",
        "kb.model",
        "kb.amounts",
        "kb.beginnings",
        "kb.desk",
        "kb.errors",
        "kb.settings",
        "ingest.model",
        "extract.model",
        "ui",
    )
    wrong = {
        name
        for name, _ in imports_of(path)
        if name.split(".")[0] in ("kb", "ingest", "extract")
        and not any(name == allowed or name.startswith(allowed + ".") for allowed in public[1:] if allowed != "kb")
        and name not in ("kb", "ingest", "extract")
    }
    assert not wrong


def test_no_import_cycle_between_modules() -> None:
    names = {name_of(path): path for path in PARSED}
    edges = {
        name: {found for found, at_load in imports_of(path) if at_load and found in names and found != name}
        for name, path in names.items()
    }
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " → ".join((*trail[trail.index(name) :], name))
        if name not in done:
            for following in edges[name]:
                visit(following, (*trail, name))
            done.add(name)

    for name in names:
        visit(name, ())


@pytest.mark.parametrize(
    "path", [p for p in PARSED if name_of(p).split(".")[0] != "ui" and p.name != "app.py"], ids=name_of
)
def test_heavy_libraries_are_imported_on_first_use(path: Path) -> None:
    assert not {name for name, at_load in imports_of(path) if at_load and name.split(".")[0] in HEAVY}


@pytest.mark.parametrize("path", list(PARSED), ids=name_of)
def test_a_module_is_named_by_the_noun_it_owns_and_stays_small(path: Path) -> None:
    assert path.stem not in JUNK_NAMES
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", list(PARSED), ids=name_of)
def test_a_function_fits_a_screen(path: Path) -> None:
    long = {
        node.name: node.end_lineno - node.lineno + 1
        for node in ast.walk(PARSED[path])
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > MOST_FUNCTION_LINES
    }
    assert not long


@pytest.mark.parametrize("path", [path for path in PARSED if path.name == "model.py"], ids=name_of)
def test_types_that_cross_borders_are_frozen_and_slotted(path: Path) -> None:
    for node in PARSED[path].body:
        if isinstance(node, ast.ClassDef):
            written = " ".join(ast.unparse(item) for item in node.decorator_list)
            assert "frozen=True" in written and "slots=True" in written, node.name


PURE = (
    "ingest.model", "ingest.layout", "ingest.numerals", "ingest.segment", "ingest.metadata", "ingest.references",
    "extract.model", "extract.quantities", "extract.periods", "extract.metrics", "extract.agencies", "extract.scope",
    "extract.rules", "extract.targets", "extract.table_rows", "kb.model", "kb.rows", "kb.citation",
)  # fmt: skip


@pytest.mark.parametrize("path", [path for path in PARSED if name_of(path) in PURE], ids=name_of)
def test_the_pure_modules_do_no_input_or_output(path: Path) -> None:
    calls = {ast.unparse(node.func) for node in ast.walk(PARSED[path]) if isinstance(node, ast.Call)}
    assert not {call for call in calls if call == "open" or call.endswith((".read_text", ".write_text", ".read_bytes"))}
    assert not {
        name for name, _ in imports_of(path) if name.split(".")[0] in ("sqlite3", "socket", "urllib", "requests")
    }


@pytest.mark.parametrize("path", list(PARSED), ids=name_of)
def test_every_public_name_of_a_border_says_what_it_means(path: Path) -> None:
    tree = PARSED[path]
    if path.name != "__init__.py":
        assert ast.get_docstring(tree), f"{name_of(path)} has no docstring"
    silent = [
        node.name
        for node in tree.body
        if isinstance(node, ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
        and not any(isinstance(base, ast.Name) and base.id.endswith(("Error",)) for base in node.bases)
    ]
    assert not silent or path.stem == "errors"


def test_nothing_in_the_project_names_a_path_of_one_machine() -> None:
    here = re.compile(r"(?<![\w.])/(?:work|root|home)/\w")
    left_out = {".venv", ".git", ".cache", "library"}
    for path in ROOT.rglob("*"):
        if left_out & set(path.relative_to(ROOT).parts):
            continue
        if path.suffix in {".py", ".md", ".toml", ".txt", ".json"}:
            assert not here.search(path.read_text(encoding="utf-8", errors="replace")), path
