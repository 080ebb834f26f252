"""Functions that a child process is given in the tests of the sandbox."""

from __future__ import annotations

import ctypes
import os
import time

from ingest.errors import Encrypted


def double(n: int) -> int:
    return 2 * n


def misbehave(how: str) -> str:
    if how == "hang":
        time.sleep(60)
    elif how == "spin":
        while True:
            pass
    elif how == "die":
        os._exit(3)
    elif how == "crash":
        ctypes.string_at(0)
    elif how == "eat":
        hoard = []
        while True:
            hoard.append(bytearray(64 << 20))
    elif how == "encrypted":
        raise Encrypted("样本")
    elif how == "fault":
        raise KeyError("missing")
    elif how == "print":
        print("noise on standard output", flush=True)
    elif how == "large":
        return "长" * 3_000_000
    return how


def process_id(_: int) -> int:
    return os.getpid()
