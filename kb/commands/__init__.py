"""The command line's verbs (命令), one module each; ``VERBS`` names them in the order of the help."""

from __future__ import annotations

VERBS: dict[str, str] = {
    "add": "kb.commands.add",
    "remove": "kb.commands.remove",
    "documents": "kb.commands.documents",
    "clauses": "kb.commands.clauses",
    "targets": "kb.commands.targets",
    "leftovers": "kb.commands.leftovers",
    "search": "kb.commands.search",
    "ask": "kb.commands.ask",
    "cite": "kb.commands.cite",
    "align": "kb.commands.align",
    "check": "kb.commands.check",
    "rebuild": "kb.commands.rebuild",
    "backup": "kb.commands.backup",
    "restore": "kb.commands.restore",
    "evaluate": "kb.commands.evaluate",
    "serve": "kb.commands.serve",
}
