"""The application: `create_app` puts the floors together; `python app.py` serves it.

Only the tests and the `flask` command import this module.
"""

if __name__ == "__main__":
    # Before any other import: makes sockets, locks and threads cooperative.
    from gevent import monkey

    monkey.patch_all()

import os
import secrets
import sys
from collections.abc import Mapping
from typing import Any

from flask import Flask
from sqlalchemy.exc import ArgumentError

from competition import settings
from competition.cli import commands
from competition.live import Hub
from competition.store import migrate, postgres
from competition.store.db import db
from competition.store.postgres_setup import is_shared
from competition.store.shared_secrets import shared_signing_key
from competition.web import application


class Accord(Flask):
    """The application. Without SECRET_KEY, a secret key is made when one is first needed."""

    @property
    def secret_key(self) -> str:  # type: ignore[override]
        """The key that signs sessions."""
        if self.config["SECRET_KEY"] is None:
            self.config["SECRET_KEY"] = self._stored_key()
        return self.config["SECRET_KEY"]

    def _stored_key(self) -> str:
        with self.app_context():
            if is_shared():
                return shared_signing_key()
        return settings.stored_secret(self.config["DATA_DIR"])


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """Make the application; `config` overrides the environment's settings."""
    app = Accord(__name__, instance_relative_config=False)
    try:
        chosen = settings.from_environment({} if _is_recount() else os.environ)
    except settings.BadSetting as bad:
        raise _exit_with(bad) from None
    is_audience = chosen.role == "audience"
    app.config.update(
        HOST=chosen.host,
        PORT=chosen.port,
        DATA_DIR=chosen.data_dir,
        # Who serves only the audience signs nothing, and does not know the key.
        SECRET_KEY=secrets.token_urlsafe(48) if is_audience else chosen.secret_key,
        ROLE=chosen.role,
        PUBLIC_URL=chosen.public_url,
        TRUSTED_PROXIES=chosen.trusted_proxies,
        BABEL_DEFAULT_TIMEZONE=chosen.time_zone,
        LOG_FILE=chosen.log_file,
        LOG_JSON=chosen.logs_json,
        METRICS=chosen.metrics,
        BACKUP_EVERY=chosen.backup_every,
        BACKUP_TO=chosen.backup_to,
        SQLALCHEMY_DATABASE_URI=chosen.database_url,
        # Without parameters: an error's message would carry marks and names into the log.
        SQLALCHEMY_ENGINE_OPTIONS=settings.pool_of(chosen)
        | postgres.pool_class(chosen.database_url)
        | {"pool_use_lifo": True, "hide_parameters": True},
    )
    app.config.update(config or {})
    app.extensions["hub"] = (
        Hub(chosen.viewers, share=0.5, patience_seconds=2.0) if is_audience else Hub(chosen.viewers)
    )
    try:
        db.init_app(app)
    except (ArgumentError, ImportError) as error:
        raise _exit_with(settings.bad_database_url(str(error).splitlines()[0])) from None
    migrate.migrate.init_app(app)
    application.init_app(app)
    commands.init_app(app)
    return app


def _is_recount() -> bool:
    """Whether this is `flask recount FILE`, which runs no server and so needs no settings."""
    return sys.argv[1:2] == ["recount"]


def _exit_with(bad: settings.BadSetting) -> SystemExit:
    print(bad, file=sys.stderr)  # noqa: T201
    return SystemExit(2)


if __name__ == "__main__":
    from competition.cli.serve import serve_app

    serve_app(create_app())
