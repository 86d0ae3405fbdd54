"""What a server asks of its application before a request is answered."""

from collections.abc import Mapping
from typing import Any, Protocol

WHO = "accord.who"
"""In the environ: what `RequestPolicy.who` has answered."""
REFUSED_BODY = "accord.refused_body"
"""In the environ: the status with which to refuse the request, whose body was not read."""

Environ = Mapping[str, Any]


class RequestPolicy(Protocol):
    """Who asks, and how much they may send. Nothing here may wait."""

    def who(self, environ: Environ) -> str | None:
        """The judge or organiser whose valid session or token the request carries, or None."""

    def body_limit(self, environ: Environ, who: str | None) -> int:
        """How many bytes the request's body may have."""

    def refusal(self, environ: Environ, status: int) -> tuple[str, bytes]:
        """The type and body of a refusal, made without running the application."""

    def is_proxy(self, address: str) -> bool:
        """Whether connections from this address are a trusted proxy's."""


class OpenPolicy:
    """Nobody is known, and everybody may send 2 MB."""

    def who(self, _environ: Environ) -> str | None:
        """Nobody."""
        return None

    def body_limit(self, _environ: Environ, _who: str | None) -> int:
        """The same for all."""
        return 2 * 1024 * 1024

    def refusal(self, _environ: Environ, _status: int) -> tuple[str, bytes]:
        """Nothing but the status."""
        return "text/plain; charset=utf-8", b""

    def is_proxy(self, _address: str) -> bool:
        """None is."""
        return False
