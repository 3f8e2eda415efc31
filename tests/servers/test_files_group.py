"""The files group: what its program makes, what its contract says of that, and the count of temporary files."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "servers"))

from shared import files as shared  # noqa: E402

PROGRAM = ROOT / "endpoints" / "fixtures" / "files.py"
CONTRACT = json.loads((ROOT / "endpoints" / "files.contract.json").read_text(encoding="utf-8"))
PART = re.compile(
    rb'filename="([^"]+)"\r\nContent-Type: [^\r]+\r\n\r\n(.*?)\r\n--feature-benchmark-boundary', re.DOTALL
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    subprocess.run([sys.executable, str(PROGRAM), folder], check=True)
    return folder


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setenv("SERVER_SCRATCH", str(tmp_path))
    shared.use_scratch()
    return tmp_path


def requests(endpoint: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Body and expectation of the endpoint's answer and of its cases that send one."""
    yield endpoint["request"]["body_file"], endpoint["expect"]
    for case in endpoint.get("cases", []):
        if "body_file" in case:
            yield case["body_file"], case["expect"]


def told(value: Any) -> Iterator[dict[str, Any]]:
    """What an answer tells of each file, wherever it stands."""
    if isinstance(value, dict) and "sha256" in value:
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from told(part)


@pytest.mark.parametrize("endpoint", [name for name in CONTRACT if name.startswith("upload")])
def test_an_accepted_upload_is_told_as_the_bytes_that_were_sent(made: Path, endpoint: str) -> None:
    compared = 0
    for body, expect in requests(CONTRACT[endpoint]):
        if "body" in expect:
            sent = {name.decode(): data for name, data in PART.findall((made / body).read_bytes())}
            assert {file["name"]: (file["bytes"], file["sha256"]) for file in told(expect["body"])} == {
                name: (len(data), hashlib.sha256(data).hexdigest()) for name, data in sent.items()
            }
            compared += len(sent)
    assert compared


def test_sizes_are_what_the_names_and_titles_say(made: Path) -> None:
    assert {path.name: path.stat().st_size for path in (made / "static").iterdir() if not path.is_symlink()} == {
        "1kb.bin": 1024, "100kb.bin": 102_400, "1mb.bin": 1_048_576, "10mb.bin": 10_485_760,
    }  # fmt: skip
    # Some frameworks limit the file, others the whole body.
    assert (made / "upload_below_limit.multipart").stat().st_size < shared.LIMIT
    for name in ("beyond_limit", "above_limit"):
        ((_, data),) = PART.findall((made / f"upload_{name}.multipart").read_bytes())
        assert len(data) > shared.LIMIT


def test_what_is_served_has_the_date_that_conditional_requests_name(made: Path) -> None:
    assert {path.stat().st_mtime for path in (made / "static").iterdir()} == {1704067200}


def test_the_secret_lies_outside_and_the_link_leads_to_it(made: Path) -> None:
    link = made / "static" / "outside.bin"
    assert link.is_symlink()
    assert link.resolve() == (made / "secret.bin").resolve()
    assert "secret" in link.read_text()


def test_the_program_makes_the_same_each_time_and_over_what_is_there(made: Path) -> None:
    before = {path: hashlib.sha256(path.read_bytes()).digest() for path in made.rglob("*") if path.is_file()}
    subprocess.run([sys.executable, str(PROGRAM), made], check=True)
    assert before == {path: hashlib.sha256(path.read_bytes()).digest() for path in made.rglob("*") if path.is_file()}


def test_a_summary_is_that_of_all_chunks() -> None:
    received = shared.Received()
    for chunk in (b"one", b"", b"two"):
        received.add(chunk)
    assert received.told("x") == {"name": "x", "bytes": 6, "sha256": hashlib.sha256(b"onetwo").hexdigest()}


@pytest.mark.parametrize("make", [tempfile.TemporaryFile, tempfile.NamedTemporaryFile])
def test_a_temporary_file_counts_while_it_is_open(scratch: Path, make: Any) -> None:
    assert shared.count_temporary() == 0
    with make() as file:
        file.write(b"x" * 1000)
        file.seek(0)  # as the frameworks do, which writes what Python still holds
        assert shared.count_temporary() == 1
        assert shared.is_on_disk(1000)
        assert not shared.is_on_disk(999)
    assert shared.count_temporary() == 0


def test_what_is_in_memory_or_in_another_folder_does_not_count(scratch: Path, tmp_path_factory: Any) -> None:
    with tempfile.SpooledTemporaryFile(max_size=2000) as memory, tempfile.TemporaryFile(
        dir=tmp_path_factory.mktemp("other")
    ) as other:  # fmt: skip
        for file in (memory, other):
            file.write(b"x" * 1000)
            file.seek(0)
        assert not shared.is_on_disk(1000)
        memory.write(b"x" * 3000)
        memory.seek(0)
        assert shared.is_on_disk(3000)


def test_a_server_that_is_started_by_hand_has_a_folder_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.delenv("SERVER_SCRATCH", raising=False)
    system = tempfile.gettempdir()
    shared.use_scratch()
    own = tempfile.gettempdir()
    shared.use_scratch()
    assert tempfile.gettempdir() == own != system
    os.rmdir(own)
