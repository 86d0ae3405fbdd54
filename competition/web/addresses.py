"""This server's address on the local network, found without sending anything."""

import socket
import struct
import sys
from collections.abc import Mapping
from typing import Any

ANYWHERE = ("", "0.0.0.0", "::")  # noqa: S104 (listened on, not connected to)
LOOPBACK = "127.0.0.1"
# No packet is sent: connecting a datagram socket only consults the routing table. The first is
# reserved for documentation (RFC 5737), so it is certainly outside the local network.
_REMOTE_ADDRESSES = ("192.0.2.1", "192.168.255.254", "10.255.255.254", "172.31.255.254")
_SIOCGIFADDR = 0x8915


def lan_address() -> str:
    """The address at which tablets and phones reach this machine; loopback without a network."""
    for remote in _REMOTE_ADDRESSES:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((remote, 9))
                address: str = probe.getsockname()[0]
            except OSError:
                continue
            if not address.startswith(("127.", "0.")):
                return address
    return next(iter(_interface_addresses()), LOOPBACK)


def lan_addresses() -> list[str]:
    """This machine's addresses on its networks, that of `lan_address` first."""
    found = dict.fromkeys([lan_address(), *_interface_addresses()])
    return [address for address in found if address != LOOPBACK]


def public_url(config: Mapping[str, Any]) -> str:
    """The address that cards, QR codes and the projector show, without a final slash.

    PUBLIC_URL, or else the address on the local network; never what a request calls this server.
    """
    return config["PUBLIC_URL"] or base_url(config["HOST"], config["PORT"])


def local_url(host: str, port: int) -> str:
    """The address at which a browser on this machine reaches the server itself."""
    return base_url(LOOPBACK if host in ANYWHERE else host, port)


def base_url(host: str, port: int) -> str:
    """The address of the server that listens on `host` and `port`, without a final slash."""
    name = lan_address() if host in ANYWHERE else host
    if ":" in name:
        name = f"[{name}]"
    return f"http://{name}" if port == 80 else f"http://{name}:{port}"


def _interface_addresses() -> list[str]:
    """The addresses of Linux's network interfaces, for a network without a route to elsewhere."""
    if sys.platform != "linux":
        return []
    import fcntl

    addresses = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, interface in socket.if_nameindex():
            request = struct.pack("256s", interface.encode()[:15])
            try:
                answer = fcntl.ioctl(probe.fileno(), _SIOCGIFADDR, request)
            except OSError:
                continue
            address = socket.inet_ntoa(answer[20:24])
            if not address.startswith("127."):
                addresses.append(address)
    return addresses
