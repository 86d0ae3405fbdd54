"""How often somebody may be wrong: bad passwords and bad tokens, never good ones.

Only failures count, and a judge's valid link always passes, so a venue whose tablets
share one address still works. A browser that signed in before has a count of its own.
"""

from flask import Flask, request, session
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import parse

limiter = Limiter(key_func=get_remote_address, storage_uri="memory://", strategy="moving-window")

TOKENS = parse("60 per 10 minutes")
PASSWORDS_ACCOUNT = parse("10 per 15 minutes")
PASSWORDS_ADDRESS = parse("60 per 15 minutes")
DEVICE = "device"


def init_app(app: Flask) -> None:
    """Set the limiter up; no route is limited by itself."""
    app.config.setdefault("RATELIMIT_HEADERS_ENABLED", False)
    limiter.init_app(app)


def bad_token() -> bool:
    """Count a bad token; True while the address may still try."""
    return limiter.limiter.hit(TOKENS, "token", _address())


def may_try_password(name: str) -> bool:
    """Whether this account may be tried from here now."""
    return limiter.limiter.test(PASSWORDS_ACCOUNT, "account", name, _origin()) and (
        DEVICE in session or limiter.limiter.test(PASSWORDS_ADDRESS, "password", _address())
    )


def bad_password(name: str) -> None:
    """Count a failed sign-in."""
    limiter.limiter.hit(PASSWORDS_ACCOUNT, "account", name, _origin())
    limiter.limiter.hit(PASSWORDS_ADDRESS, "password", _address())


def _address() -> str:
    return request.remote_addr or "?"


def _origin() -> str:
    device = session.get(DEVICE)
    return f"device {device}" if device else _address()
