"""The headers that every response carries."""

from flask import Flask, Response, request

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'"
)
# Responses that need a session or a token: never stored by a browser or a proxy.
PRIVATE = (
    *("/organiser", "/clerk", "/judge", "/j/", "/table", "/t/"),
    *("/sign-in", "/sign-out", "/set-up", "/api/v1/judge"),
)

# The one page that reads QR codes off tablets' screens.
WITH_CAMERA = ("organiser.rescue_page",)


def init_app(app: Flask) -> None:
    """Set the headers after every request."""
    app.after_request(_set)


def is_private(path: str) -> bool:
    """Whether the response at this path depends on who asks."""
    return path.startswith(PRIVATE) or (path.startswith("/api/") and "/sheets/" in path)


def _set(response: Response) -> Response:
    headers = response.headers
    headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["Referrer-Policy"] = "no-referrer"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    camera = "(self)" if request.endpoint in WITH_CAMERA else "()"
    headers["Permissions-Policy"] = f"camera={camera}, microphone=(), geolocation=()"
    if is_private(request.path):
        headers["Cache-Control"] = "no-store"
    elif request.endpoint == "static" and response.status_code == 200 and "v" in request.args:
        headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
