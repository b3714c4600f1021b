"""The one seam over HTTP: timeouts, a deadline, a size cap, and the one place that decides on repetition.

A read is repeated after anything that may pass. A write is repeated only after a definite refusal (never connected,
429, 503); where it may have been done although no answer says so, `ServiceError.answer_lost` is raised at once.
"""

from __future__ import annotations

import dataclasses
import random
import ssl
import time
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from ..errors import ServiceError
from ..redact import quoted
from ..settings import Settings
from .answers import LONGEST_PAUSE, Failure, Reply
from .throttle import Bucket

if TYPE_CHECKING:
    import requests
    from tenacity import RetryCallState

CONNECT, READ, DEADLINE = 5.0, 20.0, 120.0
"""Seconds: to connect, between two pieces of an answer, and for a call with all its attempts and waits."""
ATTEMPTS = 5
"""Boomi's own connectors repeat a 503 up to five times (Boomi Platform API, API licensing)."""
LARGEST = 8 * 1024 * 1024
"""Bytes of an answer, unpacked. 100 extension objects with all fields of six connections are about 2 MiB."""
_PIECE = 64 * 1024

Value = TypeVar("Value")


@dataclasses.dataclass(frozen=True)
class Request:
    """One call. `what` says in words what is attempted and on which object; `account` whose credentials it carries."""

    method: str
    url: str
    headers: Mapping[str, str] = dataclasses.field(repr=False)
    what: str
    account: str
    write: bool
    body: bytes | None = dataclasses.field(default=None, repr=False)


def _jitter(longest: float) -> float:
    return random.SystemRandom().uniform(0, longest)


class Transport:
    """Sends requests to Boomi. Safe for threads; requests and tenacity load with the first call."""

    def __init__(
        self,
        settings: Settings,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        wall_clock: Callable[[], float] = time.time,
        jitter: Callable[[float], float] = _jitter,
    ) -> None:
        """`jitter` picks a wait between 0 and the seconds that it is given."""
        self._settings = settings
        self._clock = clock
        self._sleep = sleep
        self._wall_clock = wall_clock
        self._jitter = jitter

    def send(self, request: Request, bucket: Bucket, judge: Callable[[Reply], Value]) -> Value:
        """What `judge` makes of the answer; it raises Failure for an answer that is none.

        Costs one request and up to four repetitions. Raises ServiceError.
        """
        from tenacity import Retrying, retry_if_exception

        deadline = self._clock() + DEADLINE

        def attempt() -> Value:
            if not bucket.take(until=deadline):
                raise Failure("was not called: it asks for longer pauses than this run waits")
            return judge(self._exchange(request, deadline))

        def wait(state: RetryCallState) -> float:
            failure = _failure_of(state)
            seconds = failure.reply.retry_after(self._wall_clock) if failure.reply else None
            if seconds is None:
                seconds = self._jitter(min(20.0, 0.5 * 2 ** (state.attempt_number - 1)))
            if not failure.limited:
                return seconds
            if seconds <= LONGEST_PAUSE:
                bucket.pause(seconds)  # the wait for the next turn is this pause, for every caller
            return 0.0 if seconds <= LONGEST_PAUSE else seconds

        def stop(state: RetryCallState) -> bool:
            late = self._clock() + state.upcoming_sleep > deadline
            return state.attempt_number >= ATTEMPTS or late or state.upcoming_sleep > LONGEST_PAUSE

        def repeatable(error: BaseException) -> bool:
            return isinstance(error, Failure) and error.again and not (request.write and error.unclear)

        loop = Retrying(retry=retry_if_exception(repeatable), wait=wait, stop=stop, sleep=self._sleep, reraise=True)
        try:
            return loop(attempt)
        except Failure as failure:
            error = self._told(request, failure)
        raise error  # outside of the block, so that nothing that came before is chained to it

    def _exchange(self, request: Request, deadline: float) -> Reply:
        """One request and its whole answer. Raises Failure when there is none."""
        import requests
        from urllib3.exceptions import HTTPError

        left = max(0.1, deadline - self._clock())
        try:
            response = self._session.request(
                request.method,
                request.url,
                headers=dict(request.headers),
                data=request.body,
                timeout=(min(CONNECT, left), min(READ, left)),
                allow_redirects=False,
                stream=True,
                proxies=self._settings.proxies_for(request.url),
            )
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            failure = _never_answered(error)
        else:
            return self._read(response, deadline)
        raise failure

    def _read(self, response: requests.Response, deadline: float) -> Reply:
        from urllib3.exceptions import HTTPError

        body, broken = bytearray(), ""
        try:
            # `read1` gives what has arrived; `read` and `iter_content` wait for a full piece, past any deadline.
            while piece := response.raw.read1(_PIECE, decode_content=True):
                body += piece
                if len(body) > LARGEST:
                    broken = f"sent more than {LARGEST // 1024 // 1024} MiB"
                elif self._clock() > deadline:
                    broken = f"took longer than {DEADLINE:.0f} s to answer"
                if broken:
                    break
        except (HTTPError, OSError):
            broken = "broke its answer off in the middle"
        reply = Reply(response.status_code, response.headers, b"" if broken else bytes(body))
        if broken:
            response.close()
            if reply.status < 400:
                raise Failure(broken, reply=reply, unclear=True, again=len(body) <= LARGEST)
        return reply

    @cached_property
    def _session(self) -> requests.Session:
        from http.cookiejar import DefaultCookiePolicy

        import requests
        from requests.adapters import HTTPAdapter
        from urllib3 import Retry

        session = requests.Session()
        session.trust_env = False  # else ~/.netrc replaces our credentials
        session.verify = self._settings.ca_bundle or True
        session.headers["User-Agent"] = "pulumi-boomi-spaces"
        for scheme in ("https://", "http://"):
            session.mount(scheme, HTTPAdapter(pool_maxsize=8, max_retries=Retry(0, redirect=False)))
        # A session cookie of one account must not sign a call of another in.
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        return session

    def _told(self, request: Request, failure: Failure) -> ServiceError:
        lost = request.write and failure.unclear
        reply = failure.reply
        return ServiceError(
            f"{request.what}: Boomi {failure.said}. {self._next_step(request, failure)}",
            status=failure.status,
            code=failure.code,
            request_id=reply.request_id if reply else "",
            answer_lost=lost,
        )

    def _next_step(self, request: Request, failure: Failure) -> str:
        account = quoted(request.account)
        if request.write and failure.unclear:
            return "Whether it was done is not known: run pulumi up --refresh, which looks before it writes"
        changed = "Nothing was changed in Boomi" if request.write else "Nothing was read"
        pause = failure.reply.retry_after(self._wall_clock) if failure.reply and failure.limited else None
        if pause is not None and pause > LONGEST_PAUSE:
            return f"{changed}; it asks to come back in {pause:.0f} s"
        if failure.status == 401:
            return f"{changed}; check the user and the API token for account {account}"
        if failure.status == 403:
            return f"{changed}; the user needs the privileges for it in account {account}"
        return f"{changed}; run it again" if failure.again else changed


def _failure_of(state: RetryCallState) -> Failure:
    error = state.outcome.exception() if state.outcome else None
    if not isinstance(error, Failure):
        raise TypeError("only failures are repeated")
    return error


def _never_answered(error: Exception) -> Failure:
    """Why there is no answer. The texts of these exceptions hold URLs and header values: none is used."""
    import requests
    from urllib3.exceptions import NewConnectionError

    reason = getattr(error.args[0], "reason", None) if error.args else None
    match error:
        case requests.exceptions.ProxyError():
            return Failure("could not be reached: the proxy did not let the call through", again=True)
        case requests.exceptions.ConnectTimeout():
            return Failure("could not be reached: no connection in time", again=True)
        case requests.exceptions.SSLError() if _is_untrusted(reason):
            return Failure(
                "could not be reached: its certificate is not trusted here (a company's own certificate authority is "
                "named in REQUESTS_CA_BUNDLE)"
            )
        case requests.exceptions.ConnectionError() if isinstance(reason, NewConnectionError):
            return Failure("could not be reached: name not found or connection refused", again=True)
        case requests.exceptions.Timeout():
            return Failure("did not answer in time", unclear=True, again=True)
        case requests.exceptions.ConnectionError():  # TLS errors too: some come after the request was sent
            return Failure("broke the connection off before it answered", unclear=True, again=True)
    return Failure("cannot be called with these settings")


def _is_untrusted(reason: object) -> bool:
    causes = getattr(reason, "args", ())
    return any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes)
