"""A person with a browser, over HTTP, for the drills and for the benchmark of a crowd."""

import http.client
from collections.abc import Mapping
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from django.http import HttpResponse


class Visitor:
    """A browser without JavaScript that follows no redirect. It has the interface of Django's test client."""

    csrf_cookie = "csrf"
    headers: Mapping[str, str] = {}

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies = SimpleCookie()

    def get(self, path: str) -> HttpResponse:
        return self.response("GET", path)

    def post(self, path: str, fields: dict[str, object], follow: bool = False) -> HttpResponse:
        assert not follow
        if self.csrf_cookie not in self.cookies:
            page = self.get(path)
            assert self.csrf_cookie in self.cookies, (path, page.status_code, page.content[:500])
        token = {"csrfmiddlewaretoken": self.cookies[self.csrf_cookie].value}
        return self.response("POST", path, urlencode(fields | token, doseq=True))

    def response(self, method: str, path: str, body: str = "") -> HttpResponse:
        connection = self.connection()
        try:
            cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())
            form = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
            connection.request(method, path, body or None, {"Cookie": cookies} | form | self.headers)
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie") or ():
            self.cookies.load(cookie)
        location = response.getheader("Location")
        return HttpResponse(content, status=response.status, headers={"Location": location} if location else {})

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
