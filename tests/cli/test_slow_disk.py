"""Commits on a fast disk and on a slow one."""

import threading

import pytest

from competition.cli import commit_runner


def test_a_commit_runs_inline_while_the_disk_is_fast_and_in_a_thread_while_it_is_slow(
    monkeypatch,
):
    seconds = iter([0, 0.0001, 10, 10.5, 20, 20.0001, 30, 30.0001])
    monkeypatch.setattr(commit_runner.time, "perf_counter", lambda: next(seconds))
    run, threads = commit_runner.CommitRunner(), []

    for _ in range(4):
        run(lambda: threads.append(threading.get_ident()))

    here = threading.get_ident()
    assert [thread == here for thread in threads] == [True, True, False, True]


@pytest.mark.parametrize("slow", [False, True])
def test_the_error_of_a_commit_is_raised_wherever_it_runs(slow):
    run = commit_runner.CommitRunner()
    run.slow = slow

    def fail() -> None:
        raise OSError("No space left on device")

    with pytest.raises(OSError, match="No space"):
        run(fail)
