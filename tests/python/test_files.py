"""Files are whole or absent, and the same for the same content."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bench.files import InputError, read_json, read_summary, write_json, write_text
from bench.text import DASH, count, difference, escaped, markdown_table, number, ratio, with_interval
from hypothesis import given
from hypothesis import strategies as st

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=8) | st.dictionaries(st.text(max_size=12), inner, max_size=8),
    max_leaves=60,
)


@given(JSON)
def test_json_is_read_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, value: object) -> None:
    path = tmp_path_factory.mktemp("files") / "a.json"
    assert read_json(write_json(path, value)) == value


def test_numbers_have_six_digits_and_lines_stay_short(tmp_path: Path) -> None:
    content = {"a": 1 / 3, "b": 123456789.1, "c": 0.0, "d": -2.0, "pairs": [[i, i * i] for i in range(200)]}
    text = write_json(tmp_path / "new/folder/a.json", content).read_text(encoding="utf-8")
    assert json.loads(text) == {"a": 0.333333, "b": 123457000, "c": 0.0, "d": -2, "pairs": content["pairs"]}
    assert max(map(len, text.splitlines())) <= 120
    assert "    [3, 9],\n" in text


def test_a_number_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        write_json(tmp_path / "a.json", {"a": float("nan")})
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_beside_the_file(tmp_path: Path) -> None:
    for text in ("one", "two"):
        write_text(tmp_path / "a.txt", text)
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "two"


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match=r"cannot be written.*name another folder"):
        write_text(tmp_path / "file/a.txt", "")


@pytest.mark.parametrize("content", [None, "{", "[]", '{"schema": 99}'])
def test_a_summary_that_is_none_says_how_to_make_it(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "summary.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"summary\.json: .*make it with: python -m bench\.summary"):
        read_summary(tmp_path)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, DASH),
        (0, "0"),
        (21178.42, "21,178"),
        (4.98, "4.98"),
        (0.01234, "0.0123"),
        (-12.34, "−12.3"),
        (99.95, "100.0"),
    ],
)
def test_numbers(value: float | None, text: str) -> None:
    assert number(value) == text


def test_intervals_differences_and_ratios() -> None:
    assert with_interval(92.8, 88.61, 101.6) == "92.8 (88.6–101.6)"
    assert with_interval(5.0, None, None) == "5.00"
    assert difference({"centre": 2.81, "low": -0.0289, "high": 5.66}) == "= +2.81 (−0.03 to +5.66)"
    assert difference({"centre": -2.81, "low": -4.0, "high": -1.5}) == "−2.81 (−4.00 to −1.50)"
    assert difference({"centre": 3.0, "low": None, "high": None}) == "+3.00"
    assert difference(None) == ratio(None) == DASH
    tied = {"ratio": 0.98, "low": 0.95, "high": 1.01, "verdict": "no difference shown"}
    assert ratio(tied) == "= 0.980 (0.950–1.010)"
    assert ratio(tied | {"low": None, "high": None}) == "? 0.980"
    assert ratio(tied | {"high": 0.99, "verdict": "slower"}) == "0.980 (0.950–0.990)"
    assert count(None) == DASH and count(1234) == "1,234"


def test_a_table_lines_up_and_keeps_its_columns() -> None:
    lines = markdown_table(["a", "b"], [["x|y", "1"], ["<b>", "22,000"]])
    assert len({len(line) for line in lines}) == 1
    assert lines[2].startswith(r"| x\|y") and r"\<b>" in lines[3]
    assert escaped("a\nb") == "a b"
