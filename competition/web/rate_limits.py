"""Limits on wrong passwords and unknown tokens.

Only failures count, and a judge's valid link always works, so a venue whose tablets share one
address is not locked out. A browser that has signed in before has counts of its own, so that
strangers who try an account do not lock its organiser out.
"""

import ipaddress
import math
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask, Response, g, request, session
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

storage = MemoryStorage()
_limiter = MovingWindowRateLimiter(storage)

TOKENS = parse("120 per 5 minutes")
PASSWORDS_ACCOUNT = parse("10 per 15 minutes")
PASSWORDS_ADDRESS = parse("60 per 15 minutes")
PASSWORDS_DEVICE = parse("30 per 15 minutes")
"""For a browser that has signed in before, whichever accounts it tries."""
PASSWORDS_DEVICES = parse("300 per 15 minutes")
"""For all such browsers of an address: whoever can sign in can make many of them."""
DEVICE = "device"
DEFAULT_RETRY_SECONDS = 60


Counted = tuple[RateLimitItem, *tuple[str, ...]]
_being_checked: Counter[Counted] = Counter()


def init_app(app: Flask) -> None:
    """Reset the counts; no route has a limit of its own."""
    storage.reset()
    _being_checked.clear()
    app.after_request(_add_retry_after)


def bad_token() -> bool:
    """Count an unknown token; True while the address may still try."""
    return _limiter.hit(TOKENS, "token", _address()) or _refuse_until(TOKENS, "token", _address())


@contextmanager
def password_try(name: str) -> Iterator[Callable[[], None] | None]:
    """A try to sign in as `name`, the name exactly as it is looked up.

    Gives None if it may not be tried now, else a function that counts it as failed. Tries that are
    still being checked count too: a hundred at the same instant are no more than one after another.
    """
    counts = _password_counts(name)
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
    g.retry_after = max(1, math.ceil(free_at - time.time()))
    return False


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
