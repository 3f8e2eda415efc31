"""Collectors: further numbers of each window. A module of this folder is one, found by listing it; README.md beside it shows how to
write one. A name that starts with `_` is a helper of others.

A module has:

    METRICS   {name: Metric}: the columns it adds. Names are unique among all collectors; the unit is in the Metric.
    Collector a class without arguments, made once per run, with
        open(tree)          called when a window has begun, before its load; what it returns is handed to `close`
        close(tree, opened) called when the load has ended; returns {name: number} for the metrics that are no ratios
    DEFAULT   optional, True: collected unless --collect says otherwise. Only where no server can notice it.

`tree` is bench.tracker.Tree; `tree.processes` are the server's processes, oldest first, each with its `pid`. Several windows can be
open at once, over different trees, so what belongs to one is returned by `open` and not kept. Both calls run in the sampler, on
the client's cores: a few files to read, no subprocess, no import of what is large.

What is not measured is None in the records, and has a reason; it is never 0. NotMeasured says so: raised by `__init__` for the
whole run, raised by `open` or `close` for one window, returned in the place of a number for one metric. Any other exception is
a fault of the collector: it is named once, the collector is left out of the rest of the run, and the run goes on.
"""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from math import isfinite
from types import ModuleType
from typing import Any, Literal

_NAME = re.compile(r"[a-z][a-z0-9_]*")


class NotMeasured(Exception):
    """Why there is no number, as a few words without a full stop."""


class CollectorError(Exception):
    """What is wrong with a collector, as one line."""


@dataclass(frozen=True, slots=True)
class Metric:
    """One column. `better` is None where neither more nor less is better.

    With `of`, the metric is not collected but made of that one: ÷ the window's right answers × `scale`. A metric without `of` is
    the mean of a round's windows, one with it the sum of the round ÷ its right answers.
    """

    title: str
    unit: str
    better: Literal["lower", "higher"] | None = None
    of: str | None = None
    scale: float = 1.0


@dataclass(slots=True)
class _Member:
    """One collector of the run; `reason` says why it gives nothing from now on."""

    name: str
    metrics: Mapping[str, Metric]
    default: bool = False
    collector: Any = None
    reason: str | None = None
    is_faulty: bool = False

    @property
    def collected(self) -> list[str]:
        """The metrics that `close` returns."""
        return [name for name, metric in self.metrics.items() if metric.of is None]


class Collectors:
    """The collectors of one run. `names` are modules of this folder; each is made when this is."""

    def __init__(self, names: Sequence[str]) -> None:
        self._members: list[_Member] = []
        self._warnings: list[str] = []
        taken: dict[str, str] = {}
        for name in names:
            self._members.append(member := self._make(name, taken))
            taken |= dict.fromkeys(member.metrics, name)

    def describe(self) -> dict[str, Any]:
        """{collector: {default, metrics, reason, faulty}}; `reason` says why the whole run has nothing of it."""
        return {
            member.name: {
                "default": member.default,
                "metrics": {name: asdict(metric) for name, metric in member.metrics.items()},
                "reason": member.reason,
                "faulty": member.is_faulty,
            }
            for member in self._members
        }

    def open(self, tree: Any) -> dict[str, Any]:
        """What `close` needs of the window that begins."""
        return {member.name: found for member in self._working() for found in self._opened(member, tree)}

    def close(self, tree: Any, opened: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
        """`collected`, a number or None for each metric, and `uncollected`, the reasons of those that are None."""
        collected: dict[str, float | None] = {}
        reasons: dict[str, str] = {}
        for member in self._members:
            found = self._closed(member, tree, opened.get(member.name))
            for name in member.collected:
                value = found[name] if isinstance(found, dict) else found
                collected[name] = None if isinstance(value, NotMeasured) else value
                if isinstance(value, NotMeasured):
                    reasons[name] = str(value)
        return {"collected": collected, "uncollected": reasons}

    def take_warning(self) -> str | None:
        """The faults since the last call, as one line; None when there was none."""
        warning, self._warnings = "; ".join(self._warnings), []
        return warning or None

    def _working(self) -> Iterator[_Member]:
        return (member for member in self._members if member.collector is not None)

    def _make(self, name: str, taken: Mapping[str, str]) -> _Member:
        member = _Member(name, {})
        try:
            module = import_module(f"{__name__}.{name}")
            member.metrics, member.default = _metrics_of(module, taken), bool(getattr(module, "DEFAULT", False))
            member.collector = module.Collector()
        except NotMeasured as reason:
            member.reason = str(reason)
        except Exception as error:
            self._fail(member, error)
        return member

    def _opened(self, member: _Member, tree: Any) -> list[Any]:
        """Nothing or one value."""
        try:
            return [member.collector.open(tree)]
        except NotMeasured as reason:
            return [reason]
        except Exception as error:
            self._fail(member, error)
            return []

    def _closed(self, member: _Member, tree: Any, opened: Any) -> dict[str, Any] | NotMeasured:
        if member.collector is None:
            return NotMeasured(member.reason)
        if isinstance(opened, NotMeasured):
            return opened
        try:
            return _checked(member, member.collector.close(tree, opened))
        except NotMeasured as reason:
            return reason
        except Exception as error:
            self._fail(member, error)
            return NotMeasured(member.reason)

    def _fail(self, member: _Member, error: Exception) -> None:
        said = str(error) if isinstance(error, CollectorError) else f"{type(error).__name__}: {error}"
        member.reason = f"the collector {member.name} failed: {' '.join(said.split())}"
        member.collector, member.is_faulty = None, True
        self._warnings.append(member.reason)


def find() -> list[str]:
    """The names of all collectors, without importing one."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))


def defaults() -> list[str]:
    """The names of those that are collected unless others are named. One that cannot be loaded is none of them."""
    found = []
    for name in find():
        try:
            module = import_module(f"{__name__}.{name}")
        except Exception:  # whoever asks for it by name is told
            continue
        found += [name] if getattr(module, "DEFAULT", False) else []
    return found


def _metrics_of(module: ModuleType, taken: Mapping[str, str]) -> dict[str, Metric]:
    """A module's METRICS; raises CollectorError for one that cannot be a column."""
    metrics: dict[str, Metric] = module.METRICS
    for name, metric in metrics.items():
        if not (isinstance(name, str) and _NAME.fullmatch(name) and isinstance(metric, Metric)):
            raise CollectorError(f"METRICS: {name!r} must be a name such as my_metric, with a Metric")
        if name in taken:
            raise CollectorError(f"METRICS: {name} is a metric of {taken[name]} already")
        if metric.of is not None and (metric.of not in metrics or metrics[metric.of].of is not None):
            raise CollectorError(f"METRICS: {name} is made of {metric.of}, which this module does not collect")
    return dict(metrics)


def _checked(member: _Member, found: Any) -> dict[str, Any]:
    """What `close` returned, if it is what METRICS promises."""
    if not isinstance(found, dict) or set(found) != set(member.collected):
        said = ", ".join(map(str, found)) if isinstance(found, dict) else repr(found)
        raise CollectorError(f"close() returned {said or 'nothing'} in the place of {', '.join(member.collected)}")
    for name, value in found.items():
        if isinstance(value, NotMeasured):
            continue
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
            raise CollectorError(f"close() returned {value!r} for {name}: a number, or NotMeasured with the reason")
    return found
