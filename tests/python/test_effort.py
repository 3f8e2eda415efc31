"""Lines that differ: layout and comments count nothing, what both sides use counts nothing, both directions agree."""

from __future__ import annotations

from pathlib import Path

from bench.effort import Effort, effort

ONE = '''"""A docstring."""
from __future__ import annotations

from shared import data

LIBRARY = {"*": "a package"}
UNSUPPORTED = {"other": "a reason"}


def register(app):
    """Another."""

    @app.get("/x")
    def x():  # a comment
        return data.VALUE
'''
SAME_IN_OTHER_WORDS = """from __future__ import annotations
from shared import data
def register(app):
    @app.get(
        "/x",
    )
    def x():
        return (data.VALUE)
"""
OTHER = ONE.replace("return data.VALUE", "value = data.VALUE\n        return {'value': value}")


def tree(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / (name.replace("__", "/") + ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_layout_comments_and_declarations_count_nothing(tmp_path: Path) -> None:
    servers = tree(tmp_path, a_app__g=ONE, b_app__g=SAME_IN_OTHER_WORDS, shared__data="VALUE = 1\n")
    assert effort("a", "b", "g", servers) == Effort(0, 0, 6, 6)


def test_only_lines_of_one_side_count(tmp_path: Path) -> None:
    servers = tree(tmp_path, a_app__g=ONE, b_app__g=OTHER, shared__data="VALUE = 1\n")
    assert effort("a", "b", "g", servers) == Effort(1, 2, 6, 7)


def test_both_directions_agree(tmp_path: Path) -> None:
    shuffled = "\n".join(f"v{i % 7} = {i * 37 % 11}" for i in range(60))
    turned = "\n".join(reversed(shuffled.splitlines()))
    servers = tree(tmp_path, a_app__g=shuffled, b_app__g=turned)
    there, back = effort("a", "b", "g", servers), effort("b", "a", "g", servers)
    assert there and back and (there.only_first, there.only_second) == (back.only_second, back.only_first)
    assert there.only_first > 0


def test_modules_that_one_side_imports_belong_to_it(tmp_path: Path) -> None:
    servers = tree(
        tmp_path,
        a_app__g="from a_app._models import Model\nfrom shared import data, services\nuse(Model, data, services)\n",
        a_app___models="import a_app._deeper\nclass Model:\n    x = 1\n",
        a_app___deeper="y = 2\n",
        b_app__g="from shared import data\nuse(data)\n",
        shared__data="VALUE = 1\nOTHER = 2\n",
        shared__services="def serve():\n    pass\n",
    )
    found = effort("a", "b", "g", servers)
    # Three lines of the module, three and one of what only it imports, two of the services; shared data count nothing.
    assert found == Effort(9, 2, 9, 2)


def test_without_both_implementations_nothing_is_counted(tmp_path: Path) -> None:
    servers = tree(tmp_path, a_app__g=ONE, broken_app__g="def (:\n")
    assert effort("a", "b", "g", servers) is None
    assert effort("a", "broken", "g", servers) is None
