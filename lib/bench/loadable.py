"""Which groups of a framework do not load: `python -m bench.loadable <server file> <group>…`.

All groups are registered together, as a start with `--groups` does; only where that fails, each in a process of its own, to find
which it is.
A line for each that fails: the group and the reason, parted by the unit separator.
"""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from pathlib import Path

SEPARATOR = "\x1f"


def reason(error: BaseException) -> str:
    """The error and the line of the framework's code that met it."""
    text = " ".join(f"{type(error).__name__}: {error}".split())
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "_app" in frame.filename]
    return f"{text} ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else text


def failure(server: str, groups: list[str]) -> str:
    """Why these groups do not load together; empty where they do. An application is made once in a process, so in a child."""
    source, target = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(2, 1)  # what it prints is no line of ours
        os.environ["SERVER_GROUPS"] = ",".join(groups)
        try:
            importlib.import_module(server).create_app()
        except BaseException as error:
            os.write(target, reason(error).encode())
        os._exit(0)
    os.close(target)
    with os.fdopen(source, encoding="utf-8") as said:
        text = said.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return text or (f"the process ended with status {status}" if status else "")


def main(file: str, groups: list[str]) -> None:
    sys.path.insert(0, str(Path(file).resolve().parent))
    if not failure(Path(file).stem, groups):
        return
    for group in groups:
        if why := failure(Path(file).stem, [group]):
            print(group, why, sep=SEPARATOR)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
