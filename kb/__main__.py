"""``python -m kb VERB``: the command line. Exit status 0 done, 1 some inputs failed, 2 wrong use, 3 cannot open."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from kb.commands.parsing import parse
from kb.errors import LibraryError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit status; a user's mistake ends in one Chinese line on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        chosen = parse(sys.argv[1:] if arguments is None else list(arguments))
        status: int = chosen.run(chosen)
        sys.stdout.flush()
        return status
    except LibraryError as error:
        _say(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        _say("已中断；已完成的文件都已保存。")
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if os.environ.get("POLICYKB_DEBUG"):
            raise
        _say(
            f"程序内部出错（{type(error).__name__}: {error}）。请设置环境变量 POLICYKB_DEBUG=1 重试，并把输出反馈给开发者。"
        )
        return 1


def _say(words: str) -> None:
    print(words, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
