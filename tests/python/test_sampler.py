"""The resource sampler over pipes, against real processes. Bounds are loose: they tell right from wrong, not fast from slow."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from driven import BURN, LIB, PATIENCE, Process, Sampler, wait_until


@pytest.fixture
def cleanup() -> Iterator[Callable[[Process], Process]]:
    """Ends every process that is handed to it when the test is over."""
    started: list[Process] = []

    def keep(process: Process) -> Process:
        started.append(process)
        return process

    yield keep
    for process in started:
        process.end()


@pytest.fixture
def sampler(tmp_path: Path, cleanup: Callable) -> Sampler:
    return cleanup(Sampler(tmp_path / "samples with space.jsonl", "--interval-ms", "50"))


@pytest.fixture
def child(cleanup: Callable) -> Callable[[str], Process]:
    """Starts a Python child from source text; it has said `ready` when it is given back."""

    def start(source: str) -> Process:
        process = cleanup(Process([sys.executable, "-c", BURN + "say('ready')\ninput()\n" + source]))
        assert process.line() == "ready"
        return process

    return start


def test_cpu_time_agrees_with_the_childs_own_clock(sampler: Sampler, child: Callable) -> None:
    process = child("before = used(); burn(0.3); say(used() - before); input()")
    sampler.expect(f"watch a {process.pid}")
    sampler.expect("open a")
    process.send("go")
    own = float(process.line())
    result = sampler.expect("close a")
    assert own >= 0.29
    assert result["cpu_us"] / 1e6 == pytest.approx(own, rel=0.15, abs=0.03)
    assert result["seconds"] >= own * 0.9
    assert result["processes"] == 1
    assert result["threads"] == 1


def test_cpu_time_outside_the_window_is_not_counted(sampler: Sampler, child: Callable) -> None:
    process = child("burn(0.3); say('burnt'); input(); say('again'); input()")
    sampler.expect(f"watch a {process.pid}")
    process.send("go")
    assert process.line() == "burnt"
    sampler.expect("open a")
    process.send("go")
    assert process.line() == "again"
    assert sampler.expect("close a")["cpu_us"] < 150_000


def test_threads_that_end_within_the_window_are_counted(sampler: Sampler, child: Callable) -> None:
    # Twenty short threads: most begin and end between two looks.
    source = """
for _ in range(20):
    thread = threading.Thread(target=burn, args=(0.015,)); thread.start(); thread.join()
say(time.process_time()); input()
"""
    process = child(source)
    sampler.expect(f"watch a {process.pid}")
    sampler.expect("open a")
    process.send("go")
    own = float(process.line())
    assert sampler.expect("close a")["cpu_us"] / 1e6 == pytest.approx(own, rel=0.3)


@pytest.mark.parametrize("interval_ms", [50, 60_000], ids=["seen while it runs", "never seen"])
def test_a_forked_process_that_ends_within_the_window_is_counted(
    tmp_path: Path, child: Callable, cleanup: Callable, interval_ms: int
) -> None:
    sampler = cleanup(Sampler(tmp_path / "samples.jsonl", "--interval-ms", str(interval_ms)))
    source = """
pid = os.fork()
if not pid:
    burn(0.3)
    os._exit(0)
os.waitpid(pid, 0)
say(os.times()[2] + os.times()[3]); input()
"""
    process = child(source)
    sampler.expect(f"watch a {process.pid}")
    sampler.expect("open a")
    process.send("go")
    own = float(process.line())
    result = sampler.expect("close a")
    assert own >= 0.29
    assert result["cpu_us"] / 1e6 == pytest.approx(own, rel=0.2, abs=0.05)


def test_a_child_that_appears_later_and_outlives_its_parent_stays_in_the_tree(
    sampler: Sampler, child: Callable
) -> None:
    # A shell-like middle process starts a grandchild, then ends: the grandchild belongs to somebody else from then on.
    source = """
read, write = os.pipe()
if not os.fork():
    pid = os.fork()
    if not pid:
        time.sleep(60)
    os.write(write, str(pid).encode())
    os.read(0, 1)
    os._exit(0)
say(os.read(read, 20).decode())
os.wait()
say('alone')
time.sleep(60)
"""
    process = child(source)
    sampler.expect(f"watch a {process.pid}")
    process.send("go")
    orphan = int(process.line())
    try:
        assert len(sampler.expect("tree a")["processes"]) == 3
        process.send("x")
        assert process.line() == "alone"
        running = sampler.expect("tree a")["processes"]
        assert sorted(p["pid"] for p in running) == sorted([process.pid, orphan])
    finally:
        os.kill(orphan, signal.SIGKILL)


def test_the_peak_shows_memory_that_was_given_back(sampler: Sampler, child: Callable) -> None:
    source = "room = bytearray(os.urandom(64 << 20)); say('big'); input(); del room; say('small'); input()"
    process = child(source)
    idle = sampler.expect(f"watch a {process.pid}")["idle_kib"]
    sampler.expect("open a")
    process.send("grow")
    assert process.line() == "big"
    wait_until(lambda: any(line["pss_kib"] > idle + 60_000 for line in sampler.lines()))
    process.send("shrink")
    assert process.line() == "small"
    result = sampler.expect("close a")
    memory = result["memory_kib"]
    assert result["memory_kind"] == "pss"
    assert memory["idle"] == idle > 1000
    assert memory["peak"] > idle + 60_000
    assert memory["after"] < idle + 10_000


def test_samples_are_on_disk_while_the_window_is_open_and_none_are_taken_outside(
    sampler: Sampler, child: Callable
) -> None:
    process = child("burn(60)")
    sampler.expect(f"watch a {process.pid}")
    assert sampler.lines() == []
    sampler.expect("open a")
    wait_until(lambda: len(sampler.lines()) >= 3)
    result = sampler.expect("close a")
    lines = sampler.lines()
    time.sleep(0.2)
    assert sampler.lines() == lines
    sampler.expect("tree a")
    assert result["samples"] == len(lines)
    assert all(line.keys() == {"t", "name", "pss_kib", "cpu_us"} and line["name"] == "a" for line in lines)
    assert [line["cpu_us"] for line in lines] == sorted(line["cpu_us"] for line in lines)
    assert abs(lines[0]["t"] - time.time()) < 3600


def test_two_windows_at_once_keep_their_trees_apart(sampler: Sampler, child: Callable) -> None:
    busy, idle = child("burn(0.3); say('done'); input()"), child("input()")
    sampler.expect(f"watch busy {busy.pid}")
    sampler.expect(f"watch idle {idle.pid}")
    sampler.expect("open busy")
    sampler.expect("open idle")
    busy.send("go")
    assert busy.line() == "done"
    used = {name: sampler.expect(f"close {name}")["cpu_us"] for name in ("idle", "busy")}
    assert used["busy"] > 250_000
    assert used["idle"] < 100_000


def test_a_process_killed_within_the_window_gives_a_result_without_an_after(sampler: Sampler, child: Callable) -> None:
    process = child("burn(60)")
    sampler.expect(f"watch a {process.pid}")
    sampler.expect("open a")
    process.send("go")
    wait_until(lambda: any(line["cpu_us"] > 50_000 for line in sampler.lines()))
    process.popen.kill()
    process.popen.wait()
    result = sampler.expect("close a")
    assert result["memory_kib"]["after"] is None
    assert result["memory_kib"]["peak"] > 0
    assert result["cpu_us"] > 50_000
    assert result["processes"] == 1
    assert sampler.expect("tree a")["processes"] == []
    sampler.expect("unwatch a")


def test_the_result_has_every_key_and_shares_are_shares(sampler: Sampler) -> None:
    sampler.expect(f"watch me {os.getpid()}")
    sampler.expect("open me")
    time.sleep(0.1)
    result = sampler.expect("close me")
    assert result.keys() == {
        "ok", "seconds", "cpu_us", "processes", "threads", "memory_kind", "memory_kib", "files", "busiest_share", "context_switches", "unaccepted",
        "steal_share", "pressure_share", "samples",
    }  # fmt: skip
    for share in (result["steal_share"], result["pressure_share"]):
        assert share is None or 0 <= share <= 1.5
    assert result["context_switches"]["voluntary"] >= 1


def test_tree_shows_what_runs(sampler: Sampler, child: Callable) -> None:
    process = child("subprocess.Popen(['sleep', '60']); say('started'); input()")
    sampler.expect(f"watch a {process.pid}")
    process.send("go")
    assert process.line() == "started"
    root, sleeper = sampler.expect("tree a")["processes"]
    try:
        assert root["pid"] == process.pid
        assert root["command"][:2] == [sys.executable, "-c"]
        assert sleeper["threads"] == 1
        wait_until(lambda: sampler.expect("tree a")["processes"][1]["command"] == ["sleep", "60"])
    finally:
        os.kill(sleeper["pid"], signal.SIGKILL)


@pytest.mark.parametrize(
    ("command", "part"),
    [
        ("", "empty command"),
        ("   ", "empty command"),
        ("dance a", "unknown command: dance"),
        ("watch a", "takes 2 argument"),
        ("watch a 1 2", "takes 2 argument"),
        ("watch a one", "not a process id"),
        ("watch a -1", "not a process id"),
        ("watch a 0", "not a process id"),
        ("watch a 99999999999999999999", "not a process id"),
        ("watch a 999999999", "no process 999999999"),
        ("open nobody", "not watched: nobody"),
        ("close nobody", "not watched: nobody"),
        ("tree nobody", "not watched: nobody"),
        ("unwatch nobody", "not watched: nobody"),
        ("close me", "no window open: me"),
        ("watch me 1", "already watched: me"),
        ("quit now", "takes 0 argument"),
    ],
)
def test_a_bad_command_gets_one_line_and_the_next_is_answered(sampler: Sampler, command: str, part: str) -> None:
    sampler.expect(f"watch me {os.getpid()}")
    answer = sampler.ask(command)
    assert answer["ok"] is False
    assert part in answer["error"]
    assert "\n" not in answer["error"]
    sampler.expect("tree me")


def test_a_window_is_opened_once_and_forgotten_with_its_tree(sampler: Sampler) -> None:
    sampler.expect(f"watch me {os.getpid()}")
    sampler.expect("open me")
    assert "already open" in sampler.ask("open me")["error"]
    sampler.expect("unwatch me")
    assert "not watched" in sampler.ask("close me")["error"]
    sampler.expect(f"watch me {os.getpid()}")
    sampler.expect("open me")
    sampler.expect("close me")


def test_several_commands_in_one_piece_and_one_in_pieces(sampler: Sampler) -> None:
    sampler.popen.stdin.write(f"watch me {os.getpid()}\nopen me\nclo")
    sampler.popen.stdin.flush()
    assert [json.loads(sampler.line())["ok"] for _ in range(2)] == [True, True]
    sampler.popen.stdin.write("se me\n")
    assert "cpu_us" in json.loads(sampler.line())


def test_bytes_that_are_no_text_are_a_bad_command(sampler: Sampler) -> None:
    sampler.popen.stdin.flush()
    os.write(sampler.popen.stdin.fileno(), b"\xff\xfe\x00\n")
    assert json.loads(sampler.line())["ok"] is False


def test_quit_answers_and_ends(sampler: Sampler) -> None:
    sampler.expect("quit")
    assert sampler.popen.wait(PATIENCE) == 0
    assert sampler.popen.stdout.read() == ""


def test_the_end_of_input_ends_it_quietly(sampler: Sampler, tmp_path: Path) -> None:
    sampler.expect(f"watch me {os.getpid()}")
    sampler.expect("open me")
    sampler.popen.stdin.close()
    assert sampler.popen.wait(PATIENCE) == 0
    assert sampler.popen.stdout.read() == ""
    sampler.popen.stdin = None


def test_an_interrupt_is_ignored_and_a_termination_ends_it_well(sampler: Sampler) -> None:
    sampler.expect(f"watch me {os.getpid()}")
    sampler.popen.send_signal(signal.SIGINT)
    sampler.expect("tree me")
    sampler.popen.send_signal(signal.SIGTERM)
    assert sampler.popen.wait(PATIENCE) == 0


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk_is_a_warning_not_the_end(cleanup: Callable) -> None:
    sampler = cleanup(Sampler(Path("/dev/full")))
    sampler.expect(f"watch me {os.getpid()}")
    sampler.expect("open me")
    result = sampler.expect("close me")
    assert result["samples"] == 1
    assert "/dev/full: 1 sample(s) not written: No space left" in result["warning"]
    assert "warning" not in sampler.expect("tree me")


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["--samples", "/nowhere/samples.jsonl"], "/nowhere/samples.jsonl: cannot be written: No such file"),
        ([], "--samples"),
        (["--samples", "/dev/null", "--interval-ms", "0"], "not a number from 10 to 60000"),
        (["--samples", "/dev/null", "--bogus"], "--bogus"),
    ],
)
def test_a_start_that_fails_says_why_in_one_line(arguments: list[str], part: str) -> None:
    command = [sys.executable, "-m", "bench.sampler", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(LIB)}
    done = subprocess.run(
        command, check=False, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 3
    assert part in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
