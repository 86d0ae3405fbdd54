"""Top floor: pages and the API, one room a face."""

from flask import Flask

from . import bundles, errors, headers, language, limits, memory, modules, packing, sessions, words
from .api import bp as api
from .audience import bp as audience
from .entrance import bp as entrance
from .htmx import htmx
from .judge import bp as judge
from .organiser import bp as organiser


def init_app(app: Flask) -> None:
    """Put the faces on the application."""
    app.config.update(
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,
        WTF_CSRF_TIME_LIMIT=None,
        # Our pages send no referrer, which the strict check would ask for behind https.
        WTF_CSRF_SSL_STRICT=False,
        WTF_CSRF_CHECK_DEFAULT=False,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    language.init_app(app)
    words.init_app(app)
    bundles.init_app(app)
    modules.init_app(app)
    htmx.init_app(app)
    limits.init_app(app)
    sessions.init_app(app)
    packing.init_app(app)
    headers.init_app(app)
    memory.init_app(app)
    errors.init_app(app)
    for blueprint in (entrance, organiser, judge, audience, api):
        app.register_blueprint(blueprint)
