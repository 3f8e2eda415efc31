"""What stays on one worker where tests run on several: a file, or a group of the grid, which is verified once for all its tests."""

from __future__ import annotations

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        parameters = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
        together = parameters["benchmark"].partition(".")[0] if "benchmark" in parameters else item.path.name
        item.add_marker(pytest.mark.xdist_group(together))
