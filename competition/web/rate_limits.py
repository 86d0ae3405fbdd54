"""Limits on wrong passwords and unknown tokens.

Only failures count, and a judge's valid link always works, so a venue whose tablets share one
address is not locked out. A browser that has signed in before has counts of its own, so that
strangers who try an account do not lock its organiser out.

The counts are in memory; on PostgreSQL, where several nodes may be asked in turn, those of
passwords and tokens are in the database. Votes are counted by each node.
"""

import ipaddress
import math
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask, Response, g, request, session
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from competition.store.failed_tries import CountedTry, TryLimit, count_try, take_back
from competition.store.postgres_setup import is_shared

storage = MemoryStorage()
_limiter = MovingWindowRateLimiter(storage)

TOKENS = parse("120 per 5 minutes")
PASSWORDS_ACCOUNT = parse("10 per 15 minutes")
PASSWORDS_ADDRESS = parse("60 per 15 minutes")
PASSWORDS_DEVICE = parse("30 per 15 minutes")
"""For a browser that has signed in before, whichever accounts it tries."""
PASSWORDS_DEVICES = parse("300 per 15 minutes")
"""For all such browsers of an address: whoever can sign in can make many of them."""
VOTES = parse("12000 per 5 minutes")
"""By device, of one address: a whole hall may be behind one, and a program gets no further."""
DEVICE = "device"
DEFAULT_RETRY_SECONDS = 60


Counted = tuple[RateLimitItem, *tuple[str, ...]]
_being_checked: Counter[Counted] = Counter()
_refused_until: dict[Counted, float] = {}
"""By time.time(): what was refused is refused until then without asking the database again."""
MOST_REFUSED = 10_000


def init_app(app: Flask) -> None:
    """Reset the counts; no route has a limit of its own."""
    storage.reset()
    _being_checked.clear()
    _refused_until.clear()
    app.after_request(_add_retry_after)


def bad_token() -> bool:
    """Count an unknown token; True while the address may still try."""
    if is_shared():
        return _count_shared_token((TOKENS, "token", _address()))
    return _limiter.hit(TOKENS, "token", _address()) or _refuse_until(TOKENS, "token", _address())


def vote_by_device() -> bool:
    """Count a vote that a device sends; True while its address may send more."""
    return _limiter.hit(VOTES, "vote", _address()) or _refuse_until(VOTES, "vote", _address())


@contextmanager
def password_try(name: str) -> Iterator[Callable[[], None] | None]:
    """A try to sign in as `name`, the name exactly as it is looked up.

    Gives None if it may not be tried now, else a function that counts it as failed. Tries that are
    still being checked count too: a hundred at the same instant are no more than one after another.
    """
    counts = _password_counts(name)
    if is_shared():
        with _shared_password_try(counts) as count_failure:
            yield count_failure
        return
    for counted in counts:
        limit, *key = counted
        if not _limiter.test(limit, *key, cost=_being_checked[counted] + 1):
            _refuse_until(limit, *key)
            yield None
            return
    _being_checked.update(counts)
    try:
        yield lambda: _count_failure(counts)
    finally:
        _being_checked.subtract(counts)
        for counted in counts:
            if not _being_checked[counted]:
                del _being_checked[counted]


@contextmanager
def _shared_password_try(counts: list[Counted]) -> Iterator[Callable[[], None] | None]:
    counted = _count_shared(counts)
    if counted is None:
        yield None
        return
    is_wrong = threading.Event()
    try:
        yield is_wrong.set
    finally:
        if not is_wrong.is_set():
            take_back(counted)


def _count_shared_token(counted: Counted) -> bool:
    until = _refused_until.get(counted, 0.0)
    if until > time.time():
        _retry_after(until - time.time())
        return False
    is_counted = _count_shared([counted]) is not None
    if not is_counted:
        if len(_refused_until) >= MOST_REFUSED:
            _refused_until.clear()
        _refused_until[counted] = time.time() + g.retry_after
    return is_counted


def _count_shared(counts: list[Counted]) -> CountedTry | None:
    """Count a try in the database; None, with `Retry-After`, if it is refused."""
    limits = [
        TryLimit((str(limit), *key), limit.amount, limit.get_expiry()) for limit, *key in counts
    ]
    counted = count_try(limits)
    if counted.wait is None:
        return counted
    _retry_after(counted.wait)
    return None


def _password_counts(name: str) -> list[Counted]:
    address, device = _address(), session.get(DEVICE)
    if device:
        return [
            (PASSWORDS_ACCOUNT, "account", name, f"device {device}"),
            (PASSWORDS_DEVICE, "device", device),
            (PASSWORDS_DEVICES, "devices", address),
        ]
    return [
        (PASSWORDS_ACCOUNT, "account", name, address),
        (PASSWORDS_ADDRESS, "password", address),
    ]


def _count_failure(counts: list[Counted]) -> None:
    for limit, *key in counts:
        _limiter.hit(limit, *key)


def _refuse_until(limit: RateLimitItem, *counted: str) -> bool:
    """Record when the next try is allowed, for the response's `Retry-After`; returns False."""
    free_at = _limiter.get_window_stats(limit, *counted).reset_time
    _retry_after(free_at - time.time())
    return False


def _retry_after(seconds: float) -> None:
    g.retry_after = max(1, math.ceil(seconds))


def _add_retry_after(response: Response) -> Response:
    if response.status_code == 429:
        response.headers["Retry-After"] = str(g.get("retry_after", DEFAULT_RETRY_SECONDS))
    return response


def _address() -> str:
    """The client's address; of IPv6 the network, because a client has all addresses of one."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return request.remote_addr or "?"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
