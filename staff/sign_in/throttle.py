"""Names the counters of the sign-in limits so that they reveal no address and no user name."""

from django.utils.crypto import salted_hmac


def hidden_key(key: str, prefix: str, version: int) -> str:
    """Return the hashed name of a cache entry."""
    return salted_hmac("staff.throttle", f"{prefix}:{version}:{key}", algorithm="sha256").hexdigest()
