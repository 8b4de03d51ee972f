"""The only door by which we call addresses that people have given us: to the open internet, and to nobody inside.

An address is looked at when it is kept, when it is tried, and when something is sent. What counts is the last: the name is
resolved once, and the connection goes to that very number. Redirects are not followed, proxies of the environment are not
asked, and no receiver can hold us longer than `PATIENCE`.
"""

import ipaddress
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

PATIENCE: Final = 10.0
"""Seconds that a receiver has, from the first knock to the last word of its answer."""
KNOCK: Final = 5.0
"""Of these, seconds until somebody opens."""
MOST_NUMBERS: Final = 2
"""Of a name that leads to several, so many are tried."""
MOST_HEARD: Final = 64 * 1024
"""Bytes of an answer that we read."""

_EMBEDDED: Final = [ipaddress.ip_network(one) for one in ("64:ff9b::/96", "::/96")]
"""Numbers of the newer kind whose end is one of the older kind."""
_INSIDE: Final = [ipaddress.ip_network(one) for one in ("168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24")]
"""They look open, and are the insides of large clouds, or lead to a relay."""


class Forbidden(Exception):
    """This address is inside of some network, and not one that the operator has opened to us. ``host`` says which."""

    def __init__(self, host: str) -> None:
        super().__init__(f"{host} is an address inside of a network, and may not be called")
        self.host = host


class Unreachable(Exception):
    """There is nobody at this address, or they do not answer in time."""


class NotTaken(Exception):
    """The receiver has answered, and has not taken it. ``wait``: it asks us to come back so much later; ``gone``: never."""

    def __init__(self, said: str, wait: timedelta = timedelta(), *, gone: bool = False) -> None:
        super().__init__(said)
        self.wait = wait
        self.gone = gone


@dataclass
class Call:
    """What is heard through the door. ``private`` are the hosts and networks inside that may be called."""

    private: Sequence[str] = ()
    answers: list[requests.Response] = field(default_factory=list)
    lines: list[socket.socket] = field(default_factory=list)
    cut: bool = False

    def hang_up(self) -> None:
        """Whatever is being said: a receiver that speaks very slowly would hold us for hours."""
        self.cut = True
        for line in self.lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


_CALL: ContextVar[Call] = ContextVar("call")


@contextmanager
def calling(private: Sequence[str]) -> Iterator[Call]:
    """Everything that is sent in this thread inside of the block goes by these rules, and is remembered in the call."""
    call = Call(tuple(private))
    token = _CALL.set(call)
    watch = threading.Timer(PATIENCE, call.hang_up)
    watch.daemon = True
    watch.start()
    try:
        yield call
    finally:
        watch.cancel()
        _CALL.reset(token)
        for line in call.lines:
            line.close()


def look_at(url: str, private: Sequence[str]) -> None:
    """May this address be called, as far as can be known now? One whose name nobody knows yet may.

    Raises:
        Forbidden: it may not.
    """
    parts = urlsplit(url)
    with suppress(OSError):
        _numbers(parts.hostname or "", parts.port or 443, private)


def is_private(url: str, private: Sequence[str]) -> bool:
    """Is it one of the hosts that the operator has opened by its name or number?"""
    host = (urlsplit(url).hostname or "").lower()
    return host in private or _within(host, private)


class Door(requests.Session):
    """A session of the library whose every connection goes by our rules. ``most`` bytes of an answer are read."""

    def __init__(self, most: int = MOST_HEARD) -> None:
        super().__init__()
        self.trust_env = False
        self._most = most
        for scheme in ("http://", "https://"):
            self.mount(scheme, _Adapter())

    def send(self, request: requests.PreparedRequest, **how: Any) -> requests.Response:
        """Raises Unreachable, Forbidden; whatever the library's user asked for, nothing is followed."""
        how |= {"timeout": PATIENCE, "allow_redirects": False, "stream": True, "verify": True, "proxies": {}}
        try:
            answer = super().send(request, **how)
            answer._content = answer.raw.read(self._most, decode_content=True)  # noqa: SLF001 -- no more than this is heard
            answer.close()
        except (requests.RequestException, OSError) as broken:
            raise Unreachable(_said(broken, request)) from broken
        _CALL.get().answers.append(answer)
        return answer


def _said(broken: Exception, request: requests.PreparedRequest) -> str:
    host, causes = urlsplit(request.url or "").hostname, list(_causes(broken))
    if _CALL.get().cut or isinstance(broken, requests.Timeout | TimeoutError):
        return f"{host} did not answer within {PATIENCE:.0f} seconds"
    if isinstance(broken, requests.exceptions.SSLError):
        return f"{host} has no certificate that can be trusted"
    if any(isinstance(one, socket.gaierror) for one in causes):
        return f"{host} is a name that leads nowhere"
    if any(isinstance(one, ConnectionRefusedError) for one in causes):
        return f"{host} refused the connection"
    return f"{host} cannot be reached"


def _causes(broken: BaseException) -> Iterator[BaseException]:
    """What the library has wrapped, in each of its ways."""
    yield broken
    inside = [one for one in broken.args if isinstance(one, BaseException)]
    for one in [broken.__cause__ or broken.__context__, *inside]:
        if one is not None and one is not broken:
            yield from _causes(one)


class _Adapter(HTTPAdapter):
    """What the library speaks with, on lines that we have laid."""

    def init_poolmanager(self, *sizes: Any, **more: Any) -> None:
        super().init_poolmanager(*sizes, **more)
        self.poolmanager.pool_classes_by_scheme = {"http": _Plain, "https": _Secret}


class _PlainLine(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _line(self._dns_host, self.port or 80)


class _SecretLine(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _line(self._dns_host, self.port or 443)


class _Plain(HTTPConnectionPool):
    ConnectionCls = _PlainLine


class _Secret(HTTPSConnectionPool):
    ConnectionCls = _SecretLine


def _line(host: str, port: int) -> socket.socket:
    """To the very number that was looked at.

    Raises:
        Forbidden: it is one inside.
        OSError: nobody is there.
    """
    call = _CALL.get()
    numbers = _numbers(host, port, call.private)
    for number in numbers[:-1]:
        with suppress(OSError):
            return _kept(call, socket.create_connection((number, port), KNOCK))
    return _kept(call, socket.create_connection((numbers[-1], port), KNOCK))


def _kept(call: Call, line: socket.socket) -> socket.socket:
    """A second end of the line, by which it can be cut while the first is read."""
    call.lines.append(line.dup())
    line.settimeout(PATIENCE)
    return line


def _numbers(host: str, port: int, private: Sequence[str]) -> list[str]:
    """Where a name leads, the first few.

    Raises:
        Forbidden: a single one of them is inside: whoever mixes them tries something.
        OSError: the name is not known.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    numbers = list(dict.fromkeys(str(address[0]) for *_, address in found))
    if host.lower().rstrip(".") not in private:
        for number in numbers:
            if not (_is_outside(ipaddress.ip_address(number)) or _within(number, private)):
                raise Forbidden(host)
    return numbers[:MOST_NUMBERS]


def _is_outside(number: IPv4Address | IPv6Address) -> bool:
    if isinstance(number, IPv6Address) and (meant := _meant(number)):
        return _is_outside(meant)
    site_local = isinstance(number, IPv6Address) and number.is_site_local
    inside = any(number in network for network in _INSIDE)
    return number.is_global and not (number.is_multicast or number.is_reserved or site_local or inside)


def _meant(number: IPv6Address) -> IPv4Address | None:
    """The older number that a newer one stands for, in any of the ways in which it can."""
    if any(number in network for network in _EMBEDDED) and int(number) > 1:
        return IPv4Address(int(number) & 0xFFFFFFFF)
    return number.ipv4_mapped or number.sixtofour or (number.teredo[1] if number.teredo else None)


def _within(number: str, private: Sequence[str]) -> bool:
    try:
        address = ipaddress.ip_address(number)
    except ValueError:
        return False
    meant = (_meant(address) if isinstance(address, IPv6Address) else None) or address
    return any(meant in network for network in _networks(tuple(private)))


@cache
def _networks(private: tuple[str, ...]) -> list[IPv4Network | IPv6Network]:
    """Of the operator's list those that are numbers."""
    found = []
    for one in private:
        with suppress(ValueError):
            found.append(ipaddress.ip_network(one))
    return found
