"""What one worker gets together: the tests of a file, because they share what the first of them starts."""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

GRID = "test_grid.py"


class ByFile(LoadFileScheduling):
    """The grid is one file that takes as long as all others; its parts are the frameworks, each of which is verified once."""

    def _split_scope(self, nodeid: str) -> str:
        file, _, parameters = nodeid.partition("[")
        framework = parameters.removesuffix("]").partition("-")[0] if GRID in file else ""
        return f"{super()._split_scope(nodeid)} {framework}"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    """Takes the place of the scheduler that --dist names."""
    return ByFile(config, log)
