"""A person with a browser, over HTTP, for the drills and for the benchmark of a crowd."""

import http.client
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from django.http import HttpResponse


class Visitor:
    """A browser without JavaScript that follows no redirect. It has the interface of Django's test client."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies = SimpleCookie()

    def get(self, path: str) -> HttpResponse:
        return self.response("GET", path)

    def post(self, path: str, fields: dict[str, object], follow: bool = False) -> HttpResponse:
        assert not follow
        if "csrf" not in self.cookies:
            page = self.get(path)
            assert "csrf" in self.cookies, (path, page.status_code, page.content[:500])
        token = {"csrfmiddlewaretoken": self.cookies["csrf"].value}
        return self.response("POST", path, urlencode(fields | token, doseq=True))

    def response(self, method: str, path: str, body: str = "") -> HttpResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())
            form = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
            connection.request(method, path, body or None, {"Cookie": cookies} | form)
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie") or ():
            self.cookies.load(cookie)
        location = response.getheader("Location")
        return HttpResponse(content, status=response.status, headers={"Location": location} if location else {})
