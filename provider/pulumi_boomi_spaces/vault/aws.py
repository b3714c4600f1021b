"""The door to AWS: clients that are built once, and answers and errors that are looked at before anybody uses them.

botocore takes an unreadable body of a 200 for an empty success, prints parameters in its errors, and sends a signed
request, value included, to whatever endpoint the environment names; all three end here.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from ..errors import InputError, ServiceError, SettingsError
from ..redact import one_line, quoted
from ..settings import Settings, check_url, hide_password
from .names import name_of

if TYPE_CHECKING:
    from boto3.session import Session
    from botocore.exceptions import ClientError

ATTEMPTS = 3
CONNECT_SECONDS, READ_SECONDS = 5, 15

SANDBOX_ACCOUNT = "123456789012"
"""The account of the sandbox's AWS Secrets Manager; it serves no STS that could be asked."""

READS = {"DescribeSecret", "GetResourcePolicy", "GetSecretValue", "GetCallerIdentity"}

_NEXT = {
    "AccessDeniedException": "Allow secretsmanager:{operation} on it to the credentials of this run",
    "DecryptionFailure": "Look whether its KMS key is enabled and these credentials may use it",
    "EncryptionFailure": "Look whether its KMS key is enabled and these credentials may use it",
    "ExpiredTokenException": "Sign in to AWS again",
    "UnrecognizedClientException": "Look which AWS credentials this run has",
    "InvalidSignatureException": "Look at the AWS credentials and at this machine's clock",
    "LimitExceededException": "A quota of AWS Secrets Manager is full; repeating it does not help",
    "InvalidParameterException": "Correct it in the program or in boomi:secretsManager",
    "ValidationException": "Correct it in the program or in boomi:secretsManager",
}
_REGION = (
    "AWS has no Region here. Set the environment variable AWS_DEFAULT_REGION, or "
    "`pulumi config set --path 'boomi:secretsManager.region' REGION`"
)
_CREDENTIALS = (
    "AWS Secrets Manager: there are no usable AWS credentials ({reason}). Set the environment variables "
    "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or run where a role is attached"
)


class Aws:
    """The AWS clients of this process, one for each Region and number of attempts; thread-safe."""

    def __init__(self, settings: Settings, environ: Mapping[str, str]) -> None:
        self._settings = settings
        self._environ = environ
        self._lock = threading.RLock()
        self._session: Session | None = None
        self._clients: dict[tuple[str, str, int], Any] = {}
        self._account: str | None = None

    def region(self, wanted: str | None = None) -> str:
        """The Region asked for, or of the settings, or of boto3. Raises SettingsError when there is none."""
        region = wanted or self._settings.secrets_manager.region or self._boto3().region_name
        # boto3 alone among AWS's tools does not read AWS_REGION.
        found = region or self._environ.get("AWS_REGION")
        if not found:
            raise SettingsError(_REGION)
        return found

    def identity(self) -> tuple[str, str]:
        """Account and Region of this run's credentials; STS is asked where the credentials do not say it, once."""
        with self._lock:
            if self._account is None:
                self._account = self._find_account()
        return self._account, self.region()

    def call(
        self,
        operation: str,
        region: str,
        parameters: Mapping[str, Any],
        needs: tuple[str, ...],
        attempts: int = ATTEMPTS,
    ) -> dict[str, Any]:
        """One operation of AWS Secrets Manager; its answer has all of `needs`.

        Raises ServiceError, with `answer_lost` when it may have been carried out all the same; SettingsError without
        usable credentials. Parameters never show in an error, apart from the secret's name.
        """
        about = quoted(name_of(str(parameters.get("SecretId") or parameters.get("Name"))))
        return self._call("secretsmanager", operation, region, parameters, needs, attempts, f"AWS secret {about}")

    def _find_account(self) -> str:
        from botocore.exceptions import BotoCoreError

        reason, account = "none were found", None
        try:
            credentials = self._boto3().get_credentials()
            account = credentials.get_frozen_credentials().account_id if credentials else None
        except BotoCoreError as error:
            reason, credentials = type(error).__name__, None
        if credentials is None:
            raise SettingsError(_CREDENTIALS.format(reason=reason))
        if account or self._settings.sandbox:
            return account or SANDBOX_ACCOUNT
        answer = self._call("sts", "GetCallerIdentity", self.region(), {}, ("Account",), ATTEMPTS, "the account")
        return str(answer["Account"])

    def _call(
        self,
        service: str,
        operation: str,
        region: str,
        parameters: Mapping[str, Any],
        needs: tuple[str, ...],
        attempts: int,
        about: str,
    ) -> dict[str, Any]:
        from botocore import xform_name
        from botocore.exceptions import (
            BotoCoreError,
            ClientError,
            ConnectionError,
            HTTPClientError,
            ParamValidationError,
        )
        from botocore.parsers import ResponseParserError

        client = self._client(service, region, attempts)
        writes = operation not in READS
        what = f"{operation} of {about} in {region}"
        # Raised after the handlers: a chained exception of botocore would bring its parameters along.
        problem: Exception
        try:
            answer: dict[str, Any] = getattr(client, xform_name(operation))(**parameters)
        except ClientError as error:
            problem = _refused(operation, what, error, writes)
        except ParamValidationError:
            problem = InputError(f"{what} was not sent: AWS's client library refuses its parameters")
        except (ConnectionError, HTTPClientError, ResponseParserError) as error:
            problem = ServiceError(
                f"{what} got no answer from {client.meta.endpoint_url} ({type(error).__name__}). Run pulumi up again",
                answer_lost=writes,
            )
        except BotoCoreError as error:
            problem = SettingsError(_CREDENTIALS.format(reason=type(error).__name__))
        else:
            if all(isinstance(answer.get(name), str | list) for name in needs):
                return answer
            problem = ServiceError(
                f"{what} got an answer that is none of AWS's. Is there a proxy in between? Run pulumi up again",
                status=200,
                answer_lost=writes,
            )
        raise problem

    def _client(self, service: str, region: str, attempts: int) -> Any:
        with self._lock:
            key = (service, region, attempts)
            if key not in self._clients:
                self._clients[key] = self._build(*key)
            return self._clients[key]

    def _build(self, service: str, region: str, attempts: int) -> Any:
        client = self._configured(service, region, attempts, {})
        endpoint = client.meta.endpoint_url
        hide_password(endpoint)
        if problem := check_url(endpoint, self._settings.sandbox, called=True):
            raise SettingsError(
                f"the address of AWS, {quoted(endpoint)}: {problem}. It comes from AWS_ENDPOINT_URL or "
                "AWS_ENDPOINT_URL_SECRETS_MANAGER, or from AWS's configuration file"
            )
        proxies = self._settings.proxies_for(endpoint)
        return self._configured(service, region, attempts, proxies) if proxies else client

    def _configured(self, service: str, region: str, attempts: int, proxies: Mapping[str, str]) -> Any:
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError

        config = Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"mode": "standard", "total_max_attempts": attempts},
            proxies=dict(proxies),
        )
        try:
            session = cast(Any, self._boto3())
            return session.client(service, region_name=region, config=config, verify=self._settings.ca_bundle)
        except (BotoCoreError, ValueError) as error:
            problem = quoted(error)
        raise SettingsError(f"AWS cannot be called in Region {quoted(region)}: {problem}")

    def _boto3(self) -> Session:
        import boto3
        from botocore.exceptions import BotoCoreError

        problem = ""
        with self._lock:
            if self._session is None:
                _keep_values_out_of_logs()
                try:
                    self._session = boto3.session.Session()
                except BotoCoreError as error:
                    problem = quoted(error)
            session = self._session
        if session is None:
            raise SettingsError(f"the configuration of AWS on this machine cannot be used: {problem}")
        return session


def _refused(operation: str, what: str, error: ClientError, writes: bool) -> ServiceError:
    told = cast(Mapping[str, Any], error.response)
    code, message = str(told.get("Error", {}).get("Code", "")), told.get("Error", {}).get("Message", "")
    status = told.get("ResponseMetadata", {}).get("HTTPStatusCode")
    request_id = str(told.get("ResponseMetadata", {}).get("RequestId", ""))
    then = _NEXT.get(code, "Run pulumi up again").format(operation=operation)
    id = f", request id {one_line(request_id[:80])}" if request_id else ""
    return ServiceError(
        f"{what} answered {one_line(code[:80])} (HTTP {status}{id}): {quoted(message)}. {then}",
        status=status,
        code=code,
        request_id=request_id,
        answer_lost=writes and (status is None or status >= 500),
    )


def _keep_values_out_of_logs() -> None:
    """At level DEBUG botocore logs whole requests, secret values included."""
    logger = logging.getLogger("botocore")
    if logger.getEffectiveLevel() < logging.INFO:
        logger.setLevel(logging.INFO)
