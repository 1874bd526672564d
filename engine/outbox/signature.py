"""Signatures of messages by the Standard Webhooks 1.0 specification.

Three headers, ``webhook-id``, ``webhook-timestamp`` and ``webhook-signature``, tell who sent a
body: the HMAC-SHA256 of ``id.timestamp.body`` by a secret that both sides know. A secret is
``whsec_`` and 24 to 64 bytes in base64. While one is replaced by another, messages have a
signature by each.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence

PREFIX = "whsec_"
VERSION = "v1"
TOLERANCE = 300  # seconds by which the clocks of both sides may differ
_SHORTEST, _LONGEST = 24, 64  # bytes of a secret


class Refused(ValueError):
    """A message that is not signed as it must be.

    :param code: secret, missing, timestamp, old, early or signature
    """

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def is_secret(secret: str) -> bool:
    """Whether ``secret`` is ``whsec_`` and 24 to 64 bytes in base64."""
    try:
        _key(secret)
    except Refused:
        return False
    return True


def sign(message_id: str, timestamp: int, body: bytes, keys: Sequence[str]) -> dict[str, str]:
    """The headers of a message.

    :param timestamp: seconds since 1970, of this attempt
    :param keys: secrets, the newest first
    :raise Refused: one of ``keys`` is no secret
    """
    signatures = [f"{VERSION},{_signature(message_id, timestamp, body, key)}" for key in keys]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }


def verify(
    headers: Mapping[str, str],
    body: bytes,
    keys: Sequence[str],
    now: float,
    tolerance: int = TOLERANCE,
) -> str:
    """The id of a message that one of ``keys`` has signed.

    :param headers: of the request, names in any case
    :param now: seconds since 1970
    :raise Refused: it is not, or was not signed around ``now``
    """
    lower = {name.lower(): value for name, value in headers.items()}
    try:
        message_id = lower["webhook-id"]
        stamp = lower["webhook-timestamp"]
        given = lower["webhook-signature"]
    except KeyError:
        raise Refused("missing") from None
    if not message_id:
        raise Refused("missing")
    # plain digits only: int() also takes signs, underscores and digits of other scripts
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        raise Refused("timestamp")
    timestamp = int(stamp)
    if timestamp < now - tolerance:
        raise Refused("old")
    if timestamp > now + tolerance:
        raise Refused("early")
    wanted = [_signature(message_id, timestamp, body, key).encode() for key in keys]
    for part in given.split(" "):
        version, _comma, signature = part.partition(",")
        if version == VERSION and any(
            hmac.compare_digest(signature.encode(), one) for one in wanted
        ):
            return message_id
    raise Refused("signature")


def _signature(message_id: str, timestamp: int, body: bytes, secret: str) -> str:
    # joined as bytes: a body need not be text
    content = b".".join([message_id.encode(), str(timestamp).encode(), body])
    return base64.b64encode(hmac.new(_key(secret), content, hashlib.sha256).digest()).decode()


def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        raise Refused("secret") from None
    if not _SHORTEST <= len(key) <= _LONGEST:
        raise Refused("secret")
    return key
