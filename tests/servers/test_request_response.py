"""The data of the request and response group: sizes, what its fixtures hold, and what its digests see."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "servers"))

from shared import request_response as shared  # noqa: E402

CONTRACT = json.loads((ROOT / "endpoints" / "request_response.contract.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def fixtures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    subprocess.run([sys.executable, str(ROOT / "endpoints" / "fixtures" / "request_response.py"), folder], check=True)
    return folder


def numbers(value: Any) -> Iterator[int]:
    """All whole numbers in a JSON value."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from numbers(part)
    elif isinstance(value, int):
        yield value


@pytest.mark.parametrize(
    ("name", "size"), [("profile.json", 1_000), ("catalogue.json", 100_000), ("analytics.json", 10_000_000)]
)
def test_a_body_has_the_size_that_its_title_says(fixtures: Path, name: str, size: int) -> None:
    assert (fixtures / name).stat().st_size == pytest.approx(size, rel=0.01)


def test_the_fixtures_hold_what_the_servers_answer_with(fixtures: Path) -> None:
    assert json.loads((fixtures / "profile.json").read_bytes()) == shared.PROFILE
    assert json.loads((fixtures / "catalogue.json").read_bytes()) == shared.CATALOGUE
    assert json.loads((fixtures / "analytics.json").read_bytes()) == shared.analytics()


def test_the_fixtures_are_the_same_each_time(fixtures: Path, tmp_path: Path) -> None:
    program = str(ROOT / "endpoints" / "fixtures" / "request_response.py")
    subprocess.run([sys.executable, program, tmp_path], check=True)
    assert {path.name: hashlib.sha256(path.read_bytes()).digest() for path in fixtures.iterdir()} == {
        path.name: hashlib.sha256(path.read_bytes()).digest() for path in tmp_path.iterdir()
    }


def test_whole_numbers_are_below_what_every_parser_takes() -> None:
    assert max(numbers([shared.PROFILE, shared.CATALOGUE, shared.analytics()])) < 2**31


@pytest.mark.parametrize(
    ("endpoint", "digest", "data"),
    [
        ("parse_small", shared.profile_digest, shared.PROFILE),
        ("parse_medium", shared.catalogue_digest, shared.CATALOGUE),
        ("parse_large", shared.analytics_digest, shared.analytics()),
    ],
)
def test_the_contract_expects_the_digest_of_these_data(endpoint: str, digest: Any, data: dict[str, Any]) -> None:
    assert CONTRACT[endpoint]["expect"]["body"] == digest(data)


def test_a_digest_sees_values_deep_inside() -> None:
    catalogue = deepcopy(shared.CATALOGUE)
    catalogue["products"][200]["size"]["width"] += 1
    assert shared.catalogue_digest(catalogue) != shared.catalogue_digest(shared.CATALOGUE)
    profile = deepcopy(shared.PROFILE)
    profile["orders"][5]["total"] += 0.01
    assert shared.profile_digest(profile) != shared.profile_digest(shared.PROFILE)


def test_both_libraries_read_the_signed_cookie() -> None:
    signing = pytest.importorskip("django.core.signing")
    itsdangerous = pytest.importorskip("itsdangerous")
    cookie = CONTRACT["cookies_signed"]["request"]["headers"]["Cookie"].removeprefix("user=")
    settings = {"key": shared.COOKIE_KEY, "salt": shared.COOKIE_SALT, "fallback_keys": []}
    assert signing.Signer(**settings).unsign(cookie) == "ada"
    theirs = {"sep": ":", "key_derivation": "django-concat", "digest_method": hashlib.sha256}
    assert itsdangerous.Signer(shared.COOKIE_KEY, salt=shared.COOKIE_SALT, **theirs).unsign(cookie) == b"ada"
