"""How far two implementations of a group are apart: the lines that only one of them has.

Counted in servers/ as it is when the report is made. A module is taken with what it imports from servers/, each file
once; files that both sides use count nothing. Lines are those in which Python prints the code (`ast.unparse`), without
comments, docstrings and what the module says of itself, so that neither layout nor explanations count.

It is a proxy. It says how differently the same endpoints are written, and nothing of an application's own code.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

SERVERS = Path(__file__).resolve().parents[2] / "servers"
SAID_OF_ITSELF = {"LIBRARY", "UNSUPPORTED"}


@dataclass(frozen=True, slots=True)
class Effort:
    """Lines that only the first, and only the second, implementation has; and the lines of each."""

    only_first: int
    only_second: int
    first: int
    second: int


def effort(first: str, second: str, group: str, servers: Path = SERVERS) -> Effort | None:
    """The group's implementations in two frameworks; None when `servers` has one of them not, or not as Python."""
    modules = [servers / f"{name}_app" / f"{group}.py" for name in (first, second)]
    try:
        files = [_used_files(path, servers) for path in modules]
        lines = [_lines_of_own(*files), _lines_of_own(*files[::-1])]
    except (OSError, SyntaxError, UnicodeDecodeError):
        return None
    # The matcher's answer depends on the order of its arguments; a pair must not have two different efforts.
    ordered = sorted(lines)
    same = sum(block.size for block in SequenceMatcher(None, *ordered, autojunk=False).get_matching_blocks())
    return Effort(len(lines[0]) - same, len(lines[1]) - same, len(lines[0]), len(lines[1]))


def _used_files(path: Path, servers: Path) -> list[Path]:
    """The module and, in the order in which they are met, the modules of `servers` that it imports."""
    found = [path]
    for module in found:
        found += [other for other in _imported(module, servers) if other not in found]
    return found


def _imported(path: Path, servers: Path) -> Iterator[Path]:
    for node in ast.walk(_tree(path)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            file = servers.joinpath(*name.split(".")).with_suffix(".py")
            if file.is_file():
                yield file


def _lines_of_own(files: list[Path], others: list[Path]) -> list[str]:
    return [line for path in files if path not in others for line in _lines(path)]


def _lines(path: Path) -> list[str]:
    tree = _tree(path)
    tree.body = [node for node in tree.body if not _says_of_itself(node)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and ast.get_docstring(
            node
        ):
            node.body = node.body[1:] or [ast.Pass()]
    return [line for line in ast.unparse(tree).splitlines() if line.strip()]


def _says_of_itself(node: ast.stmt) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else []
    return any(isinstance(target, ast.Name) and target.id in SAID_OF_ITSELF for target in targets)


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))
