"""What goes out to other systems: signatures, envelopes, when to try again, where not to go."""

from .signature import Refused, is_secret, new_secret, sign, verify

__all__ = ["Refused", "is_secret", "new_secret", "sign", "verify"]
