"""axe-core finds nothing serious on any page; skipped plainly where npm cannot fetch it."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pytest

from tests.browser.test_pages import PLACES
from tests.browser.visit import opened

VERSION = "4.10.3"


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The text of axe-core, fetched by npm."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("no npm on this machine: the accessibility tests were skipped")
    folder = tmp_path_factory.mktemp("axe")
    try:
        subprocess.run([npm, "pack", f"axe-core@{VERSION}"], cwd=folder, check=True, capture_output=True, timeout=60)
    except (subprocess.SubprocessError, OSError):
        pytest.skip("axe-core could not be fetched: the accessibility tests were skipped")
    with tarfile.open(Path(folder) / f"axe-core-{VERSION}.tgz") as packed:
        part = packed.extractfile("package/axe.min.js")
        assert part is not None
        return part.read().decode()


@pytest.mark.parametrize("place", [*PLACES, "?q=湖北2030年森林覆盖率目标是多少"])
def test_nothing_serious_keeps_anybody_out(page: Any, address: str, axe: str, place: str) -> None:
    opened(page, f"{address}/{place}")
    page.add_script_tag(content=axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    serious = {
        one["id"]: [node["html"][:160] for node in one["nodes"][:3]]
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    }
    assert not serious
