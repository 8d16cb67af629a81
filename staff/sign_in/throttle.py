"""What the limits of the sign-in are counted under: nothing one could read an address or a name from."""

from django.utils.crypto import salted_hmac


def hidden_key(key: str, prefix: str, version: int) -> str:
    """The name of a cache entry as it lies in the database, where the limits must lie for all workers to share them."""
    return salted_hmac("staff.throttle", f"{prefix}:{version}:{key}", algorithm="sha256").hexdigest()
