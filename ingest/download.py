"""Downloads (下载): web addresses → bytes, politely, within limits, and never from an address inside the reader's own network."""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from ingest.errors import EmptyFile, IngestError, TimedOut, TooLarge, Unreachable
from ingest.sniffing import suffix_of

AGENT = "policykb/0.1 (policy document reader)"
REDIRECTS = {301, 302, 303, 307, 308}
AGAIN = {408, 425, 429, 500, 502, 503, 504}
INSIDE = "出于安全，不访问本机和内网地址；确需访问时请设置 POLICYKB_ALLOW_PRIVATE=1"
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Politeness:
    """Limits of a download: seconds for one address with all its tries, MB of body, tries, seconds between requests
    to one host; ``allow_private`` lets addresses of this machine and its network be fetched, ``hosts`` only these names."""

    seconds: float = 120.0
    max_mb: int = 200
    tries: int = 3
    pause: float = 1.0
    backoff: float = 1.0
    redirects: int = 5
    allow_private: bool = False
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Download:
    """What came from an address: its bytes, the name and extension they should have, where they came from and when.

    ``address`` is the one asked for, ``final`` the one that answered; ``fetched_at`` is ISO time in UTC.
    """

    data: bytes
    name: str
    suffix: str
    address: str
    final: str
    fetched_at: str
    content_type: str


@dataclass(slots=True)
class Downloader:
    """Fetches addresses one after the other and keeps the pause between two requests to one host."""

    politeness: Politeness = Politeness()
    _last: dict[str, float] = field(default_factory=dict)

    def fetch(self, address: str) -> Download:
        """The document at an address; Unreachable, TimedOut, TooLarge, WrongType or NotSupported say why there is none."""
        deadline = time.monotonic() + self.politeness.seconds
        for attempt in range(self.politeness.tries):
            try:
                return self._followed(address, deadline)
            except _Passing as passing:
                wait = max(self.politeness.backoff * 2**attempt, passing.wait)
                if attempt + 1 == self.politeness.tries or time.monotonic() + wait >= deadline:
                    raise _late(passing, deadline) from passing
                time.sleep(wait)
        raise Unreachable(address)

    def _followed(self, address: str, deadline: float) -> Download:
        """Asks an address and those it points on to, each checked before it is asked."""
        at = address
        for _ in range(self.politeness.redirects + 1):
            parts = checked(at)
            self._wait(parts.hostname or "", deadline)
            with self._answer(parts, deadline) as answer:
                if answer.status in REDIRECTS:
                    target = answer.getheader("Location")
                    if not target:
                        raise Unreachable("转向的网址是空的")
                    at = urljoin(at, target)
                    continue
                if answer.status != 200:
                    raise _refused(answer)
                data = self._body(answer, deadline)
                kind = (answer.getheader("Content-Type") or "").split(";")[0].strip().lower()
                suffix = suffix_of(data, kind, parts.path)
                name = _name(answer.getheader("Content-Disposition") or "", parts)
                now = datetime.now(UTC).isoformat(timespec="seconds")
                return Download(data, name, suffix, address, at, now, kind)
        raise Unreachable("转向次数过多")

    def _wait(self, host: str, deadline: float) -> None:
        wait = self._last.get(host, -1e9) + self.politeness.pause - time.monotonic()
        if wait > 0:
            if time.monotonic() + wait >= deadline:
                raise TimedOut("等待同一网站的间隔", remedy="请稍后再试")
            time.sleep(wait)
        self._last[host] = time.monotonic()

    @contextlib.contextmanager
    def _answer(self, parts: SplitResult, deadline: float) -> Iterator[http.client.HTTPResponse]:
        """The answer of one request, its connection cut when the deadline comes however slowly bytes drip in."""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = parts.hostname or ""
        allowed = self.politeness.allow_private or host in self.politeness.hosts
        place = public_address(host, port, allow_private=allowed)
        left = max(deadline - time.monotonic(), 0.01)
        connection = _Pinned(place, parts, port, timeout=min(20.0, left))
        cut = threading.Timer(left, connection.cut)
        cut.daemon = True
        cut.start()
        try:
            path = quote(parts.path or "/", safe="/%:=&;+,@!$'()*~-._") + (
                "?" + quote(parts.query, safe="/%:=&;+,@!$'()*~-._?") if parts.query else ""
            )
            headers = {"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}
            connection.request("GET", path, headers=headers)
            yield connection.getresponse()
        except ssl.SSLCertVerificationError as error:
            raise Unreachable(f"证书无效：{error.verify_message}") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise _Passing(f"{type(error).__name__}: {error}", time.monotonic() >= deadline) from error
        finally:
            cut.cancel()
            connection.close()

    def _body(self, answer: http.client.HTTPResponse, deadline: float) -> bytes:
        """The whole body, unpacked; TooLarge and TimedOut as soon as a limit is passed."""
        most = self.politeness.max_mb * 1_000_000
        told = answer.getheader("Content-Length") or ""
        if told.isdigit() and int(told) > most:
            raise TooLarge(f"{int(told) / 1_000_000:.0f} MB，上限 {self.politeness.max_mb} MB")
        unpack = _unpacking(answer.getheader("Content-Encoding") or "")
        data = bytearray()
        came = 0
        while chunk := answer.read1(_CHUNK):
            came += len(chunk)
            data += unpack(chunk)
            if len(data) > most:
                raise TooLarge(f"超过 {self.politeness.max_mb} MB")
            if time.monotonic() >= deadline:
                raise TimedOut(f"{self.politeness.seconds:.0f} 秒内未下载完", remedy="请在浏览器中下载后以文件添加")
        if time.monotonic() >= deadline or (told.isdigit() and came < int(told)):
            raise _Passing("传输中断", time.monotonic() >= deadline)
        if not data:
            raise EmptyFile
        return bytes(data)


class _Passing(Exception):
    """A fault that may pass: the try is made again after ``wait`` seconds; ``late`` when time ran out."""

    def __init__(self, detail: str, late: bool = False, wait: float = 0.0) -> None:
        super().__init__(detail)
        self.late, self.wait = late, wait


class _Pinned(http.client.HTTPConnection):
    """A connection to the very address that was checked, whatever the name server says next."""

    def __init__(self, place: str, parts: SplitResult, port: int, timeout: float) -> None:
        super().__init__(_ascii(parts.hostname or ""), port, timeout=timeout)
        self._place, self._secure = place, parts.scheme == "https"

    def connect(self) -> None:
        self.sock = socket.create_connection((self._place, self.port), self.timeout)
        if self._secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        """Ends the connection from another thread: every wait for bytes ends at once."""
        with contextlib.suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)


def checked(address: str) -> SplitResult:
    """The parts of an address of the web; Unreachable for any other scheme, a name with a password or none."""
    try:
        parts = urlsplit(address.strip())
        parts.port  # noqa: B018 (raises for a port that is none)
    except ValueError as error:
        raise Unreachable(f"网址有误：{address}") from error
    if parts.scheme not in ("http", "https"):
        raise Unreachable(f"只支持 http 和 https 网址，不支持 {parts.scheme or '无协议'}", remedy="请检查网址")
    if not parts.hostname or parts.username is not None:
        raise Unreachable(f"网址有误：{address}", remedy="请检查网址，网址中不能带用户名和密码")
    return parts


def public_address(host: str, port: int, *, allow_private: bool) -> str:
    """The network address of a host; Unreachable when it has none, or when any of them is not of the public internet."""
    try:
        found = socket.getaddrinfo(_ascii(host), port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        raise _Passing(f"找不到网站 {host}") from error
    except (UnicodeError, OSError) as error:
        raise Unreachable(f"网址有误：{host}") from error
    places = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not allow_private:
        for place in places:
            if not _public(place):
                raise Unreachable(f"{host} 指向本机或内网地址 {place}", remedy=INSIDE)
    return places[0]


def _public(place: str) -> bool:
    address = ipaddress.ip_address(place.split("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return _public(str(inner))
    return address.is_global and not address.is_multicast


def _ascii(host: str) -> str:
    return host if host.isascii() else host.encode("idna").decode("ascii")


def _refused(answer: http.client.HTTPResponse) -> Exception:
    """What a status other than 200 means: to be tried again, or for good."""
    status = answer.status
    if status in AGAIN:
        told = answer.getheader("Retry-After") or ""
        return _Passing(f"网站暂时不可用（{status}）", wait=min(float(told), 60.0) if told.isdigit() else 0.0)
    reasons = {404: "网页不存在（404）", 410: "网页已删除（410）", 403: "网站拒绝访问（403）", 401: "需要登录（401）"}
    return Unreachable(reasons.get(status, f"网站答复 {status}"))


def _late(passing: _Passing, deadline: float) -> IngestError:
    if passing.late or time.monotonic() >= deadline:
        return TimedOut("下载", remedy="请在浏览器中下载后以文件添加")
    return Unreachable(str(passing))


def _unpacking(encoding: str) -> Callable[[bytes], bytes]:
    """What undoes a packing that was not asked for, a bounded piece at a time."""
    name = encoding.strip().lower()
    if name in ("", "identity"):
        return lambda chunk: chunk
    if name not in ("gzip", "x-gzip", "deflate"):
        raise Unreachable(f"网站以无法解开的方式压缩（{name}）")
    machine = zlib.decompressobj(47)

    def unpack(chunk: bytes) -> bytes:
        try:
            data = machine.decompress(chunk, _CHUNK * 200)
        except zlib.error as error:
            raise Unreachable("压缩的内容已损坏") from error
        if machine.unconsumed_tail:
            raise TooLarge("压缩的内容解开后过大", remedy="请确认网址来源")
        return data

    return unpack


def _name(disposition: str, parts: SplitResult) -> str:
    """A short name for the document: the file name the site gives, the last part of the address, else the host."""
    told = re.search(r"filename\*\s*=\s*(?:utf-8|UTF-8)''([^;]+)", disposition)
    plain = re.search(r'filename\s*=\s*"?([^";]+)', disposition)
    raw = unquote(told[1]) if told else ""
    if not raw and plain:
        raw = plain[1].encode("latin-1", "replace").decode("utf-8", "replace")
        raw = unquote(raw) if "\ufffd" not in raw else ""
    raw = raw or unquote(parts.path.rstrip("/").rsplit("/", 1)[-1])
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", re.sub(r"[\x00-\x1f/\\:*?\"<>|]", "_", raw)).strip(" .")
    return stem[:120] or (parts.hostname or "网页")
