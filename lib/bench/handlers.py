"""Where the handlers of the frameworks are: `python -m bench.handlers <app folder>…`, read from the source, nothing is imported.

A line for each fact: folder, group, kind, name, first line, last line, parted by the unit separator. Kinds are `handler` (any
function or class, with its decorators), `mounted` and `alone` (the names in MOUNTED and ALONE), and `broken` (what is wrong with
the file).
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

SEPARATOR = "\x1f"
LISTS = {"MOUNTED": "mounted", "ALONE": "alone"}

_NEW_WORD = re.compile(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[0-9])(?=[A-Z])")

Fact = tuple[str, str, int, int]


def endpoint_of(name: str) -> str:
    """The endpoint that a class of this name answers for: OneItem is one_item, Static304 static_304, Upload1mb upload_1mb."""
    return _NEW_WORD.sub("_", name).lower()


def facts(source: str) -> Iterator[Fact]:
    """Kind, name, first and last line of what a module declares."""
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        yield "broken", str(error.msg), error.lineno or 1, error.lineno or 1
        return
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id in LISTS:
            for name in ast.literal_eval(node.value):
                yield LISTS[node.targets[0].id], name, node.lineno, node.end_lineno or node.lineno
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            name = endpoint_of(node.name) if isinstance(node, ast.ClassDef) else node.name
            yield "handler", name, first, node.end_lineno or node.lineno


def main(folders: list[str]) -> None:
    for folder in folders:
        for file in sorted(Path(folder).glob("[!_]*.py")):
            for kind, name, first, last in facts(file.read_text(encoding="utf-8")):
                print(folder, file.stem, kind, name, first, last, sep=SEPARATOR)


if __name__ == "__main__":
    main(sys.argv[1:])
