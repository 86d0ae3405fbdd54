"""Limits on wrong passwords and unknown tokens.

Only failures count, and a judge's valid link always works, so a venue whose tablets share one
address is not locked out. A browser that has signed in before has a count of its own.
"""

import math
import time

from flask import Flask, Response, g, request, session
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

storage = MemoryStorage()
_limiter = MovingWindowRateLimiter(storage)

TOKENS = parse("120 per 5 minutes")
PASSWORDS_ACCOUNT = parse("10 per 15 minutes")
PASSWORDS_ADDRESS = parse("60 per 15 minutes")
DEVICE = "device"
DEFAULT_RETRY_SECONDS = 60


def init_app(app: Flask) -> None:
    """Reset the counts; no route has a limit of its own."""
    storage.reset()
    app.after_request(_add_retry_after)


def bad_token() -> bool:
    """Count an unknown token; True while the address may still try."""
    return _limiter.hit(TOKENS, "token", _address()) or _refuse_until(TOKENS, "token", _address())


def may_try_password(name: str) -> bool:
    """Whether a sign-in to this account may be tried from here now."""
    account, address = ("account", name, _origin()), ("password", _address())
    if not _limiter.test(PASSWORDS_ACCOUNT, *account):
        return _refuse_until(PASSWORDS_ACCOUNT, *account)
    if DEVICE in session or _limiter.test(PASSWORDS_ADDRESS, *address):
        return True
    return _refuse_until(PASSWORDS_ADDRESS, *address)


def bad_password(name: str) -> None:
    """Count a failed sign-in."""
    _limiter.hit(PASSWORDS_ACCOUNT, "account", name, _origin())
    _limiter.hit(PASSWORDS_ADDRESS, "password", _address())


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
    return request.remote_addr or "?"


def _origin() -> str:
    device = session.get(DEVICE)
    return f"device {device}" if device else _address()
