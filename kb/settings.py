"""Settings (设置): environment variables first, then ``policykb.toml`` in the working folder, then defaults."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from kb.errors import BadSetting

PREFIX = "POLICYKB_"
FILE = "policykb.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a library (运行设置). Sizes in MB (10^6 bytes), times in seconds; "" means not set.

    The name of a field in upper case with ``POLICYKB_`` before it is its environment variable; in ``policykb.toml`` the
    field's own name is the key.
    """

    library: str = "library"
    embedder: str = ""
    llm_url: str = ""
    llm_model: str = ""
    llm_key: str = ""
    max_file_mb: int = 200
    max_pages: int = 3000
    max_seconds: int = 300
    max_memory_mb: int = 2000
    max_upload_mb: int = 200
    write_password: str = ""
    chroma_url: str = ""
    allow_private: str = ""

    @classmethod
    def load(cls, environment: Mapping[str, str] | None = None, file: Path | None = None) -> Settings:
        """Settings of this process; BadSetting names the key that cannot be understood."""
        environment = os.environ if environment is None else environment
        written = _read(Path(FILE) if file is None else file)
        values: dict[str, str | int] = {}
        for field in fields(cls):
            variable = PREFIX + field.name.upper()
            raw = environment.get(variable) or written.get(field.name)
            if raw is None:
                continue
            values[field.name] = (
                _whole_number(variable, raw) if isinstance(field.default, int) else _words(variable, raw)
            )
        return cls(**values)  # type: ignore[arg-type]


def _read(file: Path) -> dict[str, object]:
    if not file.is_file():
        return {}
    try:
        written = tomllib.loads(file.read_text(encoding="utf-8-sig"))  # some editors begin every file with a BOM
    except tomllib.TOMLDecodeError as error:
        raise BadSetting(f"{file} 不是正确的 TOML 文件（{error}）") from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(f"{file} 无法读取（应是 UTF-8 编码的文本文件）") from error
    known = {field.name for field in fields(Settings)}
    for name in written:
        if name not in known:
            raise BadSetting(f"{file} 中的 {name} 不是已知的设置", remedy=f"可用的设置：{'、'.join(sorted(known))}")
    return written


def _words(name: str, raw: object) -> str:
    if isinstance(raw, list | dict):
        raise BadSetting(f"{name} 应是一个值，现为 {raw}")
    return str(raw)


def _whole_number(name: str, raw: object) -> int:
    try:
        number = int(str(raw))
    except ValueError:
        raise BadSetting(f"{name} 应是正整数，现为 {raw}") from None
    if number <= 0:
        raise BadSetting(f"{name} 应是正整数，现为 {raw}")
    return number
