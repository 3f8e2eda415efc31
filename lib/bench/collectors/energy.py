"""Energy of the CPU packages by RAPL, the counters of the processor, where the host shows them and this user may read them.

It is what the whole packages used from the window's beginning to its end: server, client, everything else on the host, and what
an idle machine uses. So it compares endpoints of one run, and says little about a server alone. The counters are updated each
millisecond. Reading them costs no server anything.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.collectors import Metric, NotMeasured

DEFAULT = True
UJ_PER_J = 1_000_000
MOST_WATTS = 1000
"""No package uses more: a counter that could wrap twice at this power within a window tells nothing."""
FOLDER = Path("/sys/class/powercap")

METRICS = {
    "energy_joules": Metric("energy of the CPU packages, all that ran on them", "J per window", "lower"),
    "energy_uj_per_request": Metric(
        "energy of the CPU packages", "µJ/request", "lower", of="energy_joules", scale=UJ_PER_J
    ),
}


@dataclass(frozen=True, slots=True)
class Package:
    """One package's counter, which goes back to 0 beyond `highest_uj`."""

    counter: Path
    highest_uj: int

    def read_uj(self) -> int:
        return int(self.counter.read_bytes())


class Collector:
    def __init__(self, folder: Path = FOLDER) -> None:
        self._packages = _packages(folder)

    def open(self, tree: Any) -> tuple[float, list[int]]:
        return time.monotonic(), [package.read_uj() for package in self._packages]

    def close(self, tree: Any, opened: tuple[float, list[int]]) -> dict[str, Any]:
        now, (began, before) = [package.read_uj() for package in self._packages], opened
        if time.monotonic() - began > min(package.highest_uj for package in self._packages) / UJ_PER_J / MOST_WATTS:
            raise NotMeasured("the window was so long that a counter may have wrapped more than once")
        used = [
            end - start if end >= start else end - start + package.highest_uj
            for package, start, end in zip(self._packages, before, now, strict=True)
        ]
        return {"energy_joules": sum(used) / UJ_PER_J}


def _packages(folder: Path) -> list[Package]:
    """Every package once: their parts are in them already, and other interfaces show the same counters again."""
    if not folder.is_dir():
        raise NotMeasured(f"{folder}: the host shows no energy counters")
    zones = sorted(folder.glob("intel-rapl:[0-9]*"))
    found = [zone for zone in zones if zone.name.count(":") == 1 and _name(zone).startswith("package")]
    if not found:
        raise NotMeasured(f"{folder}: the host shows no energy counter of a CPU package")
    for zone in found:
        if not os.access(zone / "energy_uj", os.R_OK):
            raise NotMeasured(f"{zone}/energy_uj may not be read; sudo chmod a+r {zone}/energy_uj allows it")
    return [Package(zone / "energy_uj", int((zone / "max_energy_range_uj").read_bytes())) for zone in found]


def _name(zone: Path) -> str:
    try:
        return (zone / "name").read_text().strip()
    except OSError:
        return ""
