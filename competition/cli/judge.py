"""`flask judge links`."""

from urllib.parse import urlsplit

import click
from flask import current_app
from flask.cli import AppGroup

from competition.actions import accounts
from competition.cli import database, terminal
from competition.cli.competition import BY, find_or_fail
from competition.messages import N_
from competition.store import queries
from competition.web.addresses import public_url

group = AppGroup("judge", help="Hand out the judges' links.")

ALL = "*"
"""What `--renew` without a judge's key means."""


@group.command("links")
@click.argument("key")
@click.option("--base", metavar="URL", help="The address at which judges reach the server.")
@click.option(
    "--renew",
    is_flag=False,
    flag_value=ALL,
    metavar="[JUDGE]",
    help="Make new links, for one judge or for all; the old ones and their sessions end.",
)
def links_command(key: str, base: str | None, renew: str | None) -> None:
    """Print every judge's link as JSON."""
    with terminal.exit_on_refusal():
        if base is not None and not is_address(base):
            terminal.fail(
                N_("--base takes an address such as http://192.168.1.7:8000, not “%(base)s”."),
                base=base,
            )
        database.ensure_ready(current_app, writes=renew is not None)
        competition = find_or_fail(key)
        if renew is not None:
            judge_key = None if renew == ALL else renew
            if judge_key is not None and queries.find_judge(competition, judge_key) is None:
                terminal.fail(
                    N_("There is no judge “%(judge)s” in %(key)s."), judge=judge_key, key=key
                )
            accounts.renew_links(key, judge_key, BY)
        accounts.note_links_seen(key, BY)
        base = (base or public_url(current_app.config)).rstrip("/")
        terminal.print_json(
            [
                {
                    "judge": judge.key,
                    "name": judge.name,
                    "url": f"{base}/j/{judge.token}",
                    "token": judge.token,
                }
                for judge in find_or_fail(key).judges
            ]
        )


def is_address(base: str) -> bool:
    """Whether a browser can follow a link that begins with this."""
    try:
        parts = urlsplit(base)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.query
