"""A leaf says of every place what the whole document says."""

from __future__ import annotations
