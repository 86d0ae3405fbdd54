"""The settings of whoever watches a server: LOG and METRICS.

What is refused is a `ValueError` whose message is one line that names the variable.
"""

import ipaddress
import re


def read_log_form(value: str | None) -> bool:
    """Whether the log is JSON."""
    if value not in (None, "", "text", "json"):
        raise ValueError(
            "LOG takes json, for one JSON object a line on standard error, or text, the default; "
            f"not {value!r}."
        )
    return value == "json"


def read_metrics_address(written: str, port: int) -> tuple[str, int] | None:
    """An address and a port other than PORT's; the address of IPv6 stands in brackets."""
    written = written.strip()
    if not written:
        return None
    found = re.fullmatch(r"(?:\[([0-9A-Fa-f:.]+)\]|([0-9A-Za-z.-]+)):([0-9]{1,5})", written)
    if found is None or not _is_address(found[1], found[2]) or not 1 <= int(found[3]) <= 65535:
        raise ValueError(
            "METRICS takes an address and a port to serve measurements on, such as 127.0.0.1:9464 "
            f"or [::1]:9464, not {written!r}."
        )
    if int(found[3]) == port:
        raise ValueError(
            f"METRICS takes a port of its own, and {port} is PORT's; choose another such as 9464."
        )
    return found[1] or found[2], int(found[3])


def _is_address(in_brackets: str | None, plain: str | None) -> bool:
    """Whether it is an address of IPv6, or one of IPv4 or a host's name."""
    try:
        if in_brackets is not None:
            return bool(ipaddress.IPv6Address(in_brackets))
        if plain is not None and re.fullmatch(r"[0-9.]+", plain):
            return bool(ipaddress.IPv4Address(plain))
    except ValueError:
        return False
    return plain is not None and not plain.startswith((".", "-"))
