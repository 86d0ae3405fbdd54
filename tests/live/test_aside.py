"""Where a disk is waited for."""

import threading

import pytest

from competition.live import aside


def test_a_disk_is_waited_for_in_place_while_it_is_quick_and_in_a_thread_while_it_is_slow(
    monkeypatch,
):
    seconds = iter([0, 0.0001, 10, 10.5, 20, 20.0001, 30, 30.0001])
    monkeypatch.setattr(aside.time, "perf_counter", lambda: next(seconds))
    carry_out, threads = aside.Aside(), []

    for _ in range(4):
        carry_out(lambda: threads.append(threading.get_ident()))

    here = threading.get_ident()
    assert [thread == here for thread in threads] == [True, True, False, True]


@pytest.mark.parametrize("slow", [False, True])
def test_what_the_disk_says_no_to_is_heard_wherever_it_was_waited_for(slow):
    carry_out = aside.Aside()
    carry_out.slow = slow

    def refuse() -> None:
        raise OSError("No space left on device")

    with pytest.raises(OSError, match="No space"):
        carry_out(refuse)
