"""`flask certificate`: https for a hall without internet."""

import socket

import click
from flask import current_app

from competition import certificates, settings
from competition.cli import terminal
from competition.messages import N_
from competition.web import addresses


@click.command("certificate")
@click.argument("names", nargs=-1)
@click.option("--renew", is_flag=True, help="Make the server's certificate anew.")
def certificate_command(names: tuple[str, ...], renew: bool) -> None:
    """Make a local authority and the server's certificate, for this machine and NAMES."""
    terminal.escape_unprintable()
    data_dir = current_app.config["DATA_DIR"]
    try:
        settings.make_folder(data_dir)
        made = certificates.make_certificates(data_dir, [*_own_names(), *names], renew=renew)
    except certificates.BadName as bad:
        terminal.fail(
            N_("“%(name)s” is no name or address of a server, such as accord.lan or 192.168.1.7."),
            name=bad,
        )
    except (settings.BadSetting, OSError) as error:
        terminal.fail(N_("The certificate could not be written: %(reason)s."), reason=error)
    if made.has_new_authority:
        terminal.notify(
            N_("A new local authority was made. Every tablet has to trust it: see /trust.")
        )
    elif made.is_new:
        terminal.notify(
            N_("A new certificate was made. Tablets that trust the authority accept it.")
        )
    else:
        terminal.notify(N_("The certificate that is there has all the names, and is kept."))
    terminal.print_json(
        {
            "certificate": str(made.folder / certificates.SERVER),
            "key": str(made.folder / certificates.SERVER_KEY),
            "authority": str(made.folder / certificates.AUTHORITY),
            "names": list(made.names),
            "fingerprint": made.fingerprint,
            "ends": made.ends.isoformat(),
        }
    )


def _own_names() -> list[str]:
    """What this machine is called on its network, and its addresses there."""
    host = socket.gethostname().lower().partition(".")[0]
    names = [host, f"{host}.local"] if host.replace("-", "").isalnum() and host.isascii() else []
    return ["localhost", *names, addresses.LOOPBACK, *addresses.lan_addresses()]
