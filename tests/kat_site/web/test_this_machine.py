"""With debug pages, made-up people or no second factor, the site answers its own machine only."""

import warnings
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.management import load_command_class
from django.urls import get_resolver

from kat_site.web.headers import CONSTANT
from kat_site.web.this_machine import ThisMachineOnly, is_loopback
from tests.site_states import READING

PORT = "8000"
OTHERS = [
    {"REMOTE_ADDR": "192.0.2.7"},
    {"REMOTE_ADDR": "::ffff:192.0.2.7"},
    {"REMOTE_ADDR": "2001:db8::7"},
    {"REMOTE_ADDR": ""},
    {"REMOTE_ADDR": "unix:"},
    {"HTTP_HOST": "clinic.example"},
    {"HTTP_HOST": "clinic.example:8000"},
    {"HTTP_HOST": "127.0.0.1.clinic.example"},
    {"HTTP_HOST": "localhost:8000:clinic.example"},
    {"HTTP_HOST": "127.0.0.1:x"},
    {"HTTP_HOST": "localhost\n"},
    {"HTTP_HOST": ""},
    {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
    {"HTTP_X_FORWARDED_HOST": "clinic.example"},
    {"HTTP_X_FORWARDED_PROTO": "https"},
    {"HTTP_FORWARDED": "for=192.0.2.7"},
    {"HTTP_VIA": "1.1 proxy"},
    {"HTTP_X_REAL_IP": "192.0.2.7"},
    {"HTTP_CF_CONNECTING_IP": "192.0.2.7"},
    {"SERVER_PROTOCOL": "HTTP/1.0"},
    {"SERVER_PROTOCOL": "HTTP/1"},
]
THIS_MACHINE = [
    {},
    {"HTTP_HOST": "localhost:8000"},
    {"HTTP_HOST": "LOCALHOST"},
    {"HTTP_HOST": "[::1]:8000", "REMOTE_ADDR": "::1"},
    {"REMOTE_ADDR": "127.0.0.2"},
    {"REMOTE_ADDR": "::ffff:127.0.0.1"},
]


def environ_of(path="/", **values):
    environ = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": f"127.0.0.1:{PORT}", "SERVER_PROTOCOL": "HTTP/1.1"}
    setup_testing_defaults(environ)
    return environ | {"PATH_INFO": path} | values


def answer(app, environ):
    """The status, the headers and the body of the response."""
    started = []
    body = app(environ, lambda status, headers, exc_info=None: started.append((status, dict(headers))))
    [(status, headers)] = started
    return status, headers, b"".join(body)


def hello(environ, start_response):
    start_response("200 OK", [])
    return [b"hello"]


@pytest.fixture(params=["DEBUG=1", "DEMO=1", "STAFF_SECOND_FACTOR=0"])
def _on_this_machine_only(settings, request):
    settings.ON_THIS_MACHINE_ONLY = [request.param]


@pytest.mark.usefixtures("_on_this_machine_only")
@pytest.mark.parametrize("values", OTHERS, ids=str)
def test_others_are_refused_with_the_crisis_lines(values, caplog):
    status, headers, body = answer(ThisMachineOnly(hello), environ_of(**values))
    assert status == "403 Forbidden"
    assert b"call or text 988" in body
    assert {name: headers[name] for name in CONSTANT} == CONSTANT
    assert caplog.messages[0].startswith("refused a request of another machine")


@pytest.mark.usefixtures("_on_this_machine_only")
@pytest.mark.parametrize("values", THIS_MACHINE, ids=str)
def test_this_machine_is_answered(values):
    assert answer(ThisMachineOnly(hello), environ_of(**values))[2] == b"hello"


@pytest.mark.parametrize("values", OTHERS, ids=str)
def test_everybody_is_answered_without_such_a_setting(settings, values):
    settings.ON_THIS_MACHINE_ONLY = []
    assert answer(ThisMachineOnly(hello), environ_of(**values))[2] == b"hello"


@pytest.fixture(scope="module")
def application():
    """The application that a server runs."""
    with warnings.catch_warnings():
        # WhiteNoise warns that no static files are collected
        warnings.simplefilter("ignore")
        from kat_site.wsgi import application
    return application


@pytest.mark.usefixtures("_on_this_machine_only")
def test_no_address_of_the_site_answers_others(application):
    routes = [f"/{entry.pattern}" for entry in get_resolver().url_patterns]
    paths = [*READING, *routes, "/static/site.css", "/favicon.ico", "/nowhere/"]
    environs = [environ_of(path, **values) for path in paths for values in OTHERS]
    assert {answer(application, environ)[0] for environ in environs} == {"403 Forbidden"}


def test_the_development_server_refuses_others_static_files_included():
    command = load_command_class("kat_site", "runserver")
    handler = command.get_handler(use_static_handler=True, insecure_serving=True)
    assert isinstance(handler, ThisMachineOnly)


@pytest.mark.parametrize("host", ["", "0.0.0.0", "::", "*", "192.0.2.7", "clinic.example", "127.0.0.1.nip.io"])  # noqa: S104
def test_a_name_or_address_that_others_may_use_is_not_this_machine(host):
    assert not is_loopback(host)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"])
def test_an_address_of_this_machine_is_recognized(host):
    assert is_loopback(host)
