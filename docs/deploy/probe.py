"""The health check of the container: asks for the crisis page as the proxy would. Exits with 1 when there is none."""

import http.client
import os
import sys
from urllib.parse import urlsplit

site = urlsplit(os.environ.get("SITE_URL", "https://localhost"))
connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=4)
try:
    connection.request("GET", "/crisis-help/", headers={"Host": site.netloc, "X-Forwarded-Proto": site.scheme})
    status = connection.getresponse().status
except OSError as error:
    sys.exit(f"The server does not answer: {error}")
sys.exit(0 if status == 200 else f"/crisis-help/ answers {status}")
