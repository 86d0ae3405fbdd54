"""Sets up the Flask application: what all pages share, and every folder's blueprint."""

from pathlib import Path

from flask import Flask
from sqlalchemy import make_url

from competition.actions.backup_jobs import BackupJobs
from competition.web import (
    audience_role,
    bundles,
    compression,
    errors,
    fairness_content,
    headers,
    language,
    metrics,
    modules,
    observer_pages,
    presence,
    proxies,
    rate_limits,
    request_log,
    request_policy,
    request_records,
    response_cache,
    sessions,
    template_filters,
)
from competition.web.api.routes import bp as api
from competition.web.audience.routes import bp as audience
from competition.web.clerk.routes import bp as clerk
from competition.web.htmx import htmx
from competition.web.judge.routes import bp as judge
from competition.web.organiser.routes import bp as organiser
from competition.web.sign_in import bp as sign_in
from competition.web.table.routes import bp as table
from competition.web.trust import bp as trust
from competition.web.vote.routes import bp as vote


def init_app(app: Flask) -> None:
    """Configure the application and register every blueprint."""
    app.config.update(
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,
        MAX_FORM_PARTS=request_policy.MAX_FIELDS,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,
        WTF_CSRF_TIME_LIMIT=None,
        # Our pages send no referrer, which the strict check would require over https.
        WTF_CSRF_SSL_STRICT=False,
        WTF_CSRF_CHECK_DEFAULT=False,
    )
    # Otherwise `//` in an address would be redirected to the host that the request names.
    app.url_map.merge_slashes = False
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    language.init_app(app)
    template_filters.init_app(app)
    fairness_content.init_app(app)
    bundles.init_app(app)
    modules.init_app(app)
    htmx.init_app(app)
    presence.init_app(app)
    rate_limits.init_app(app)
    request_policy.init_app(app)
    sessions.init_app(app)
    audience_role.init_app(app)
    observer_pages.init_app(app)
    request_log.init_app(app)
    compression.init_app(app)
    headers.init_app(app)
    response_cache.init_app(app)
    proxies.init_app(app)
    request_records.init_app(app)
    metrics.init_app(app)
    errors.init_app(app)
    app.extensions["backup_jobs"] = _backup_jobs(app)
    for blueprint in (sign_in, trust, organiser, clerk, judge, table, vote, audience, api):
        app.register_blueprint(blueprint)


def _backup_jobs(app: Flask) -> BackupJobs | None:
    """Those of the application's database; None where that is not a file."""
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    folder, every = app.config["BACKUP_TO"], app.config["BACKUP_EVERY"]
    return BackupJobs(Path(url.database), Path(app.config["DATA_DIR"]), folder, every)
