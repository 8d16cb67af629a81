"""Only active staff can sign in, with two steps, and guessing is limited and reveals nothing."""

import json
import os
import re
import threading
from pathlib import Path

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from staff import urls
from staff.models import AccessEntry
from staff.sign_in.forms import EachCodeOnce
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import walk
from tests.staff.second_steps import PASSWORD, code, give_app, staff

pytestmark = pytest.mark.django_db
# `make drills` tries 1,000 times
TRIES = int(os.environ.get("TRIES", "200"))
SIGN_IN = "/staff/account/sign-in/"
CODE = "/staff/account/sign-in/code/"
SECOND_STEP = "/staff/account/second-step/"
# a passkey that Chromium created for a site that does not exist
PASSKEY = Path(__file__).with_name("passkey.json")


def try_to_sign_in(client, name="ann", password=PASSWORD, **more):
    return client.post(SIGN_IN, {"login": name, "password": password}, **more)


def sign_in(client, name="ann"):
    try_to_sign_in(client, name)
    return client.post(CODE, {"code": code()})


def log():
    return list(AccessEntry.objects.order_by("id").values_list("actor", "action", "subject", "detail"))


class TestSigningIn:
    def test_a_page_of_the_desk_redirects_to_the_sign_in_and_then_back_to_itself(self, ann, client):
        page = client.get("/staff/screening/submission/?state=new", follow=True)
        assert page.redirect_chain[-1][0].startswith(SIGN_IN)
        next_url = BeautifulSoup(page.content, "html.parser").select_one("[name=next]")["value"]
        client.post(SIGN_IN, {"login": "ann", "password": PASSWORD, "next": next_url})
        assert client.post(CODE, {"code": code()}).url == "/staff/screening/submission/?state=new"

    def test_a_password_alone_is_not_enough(self, ann, client):
        assert try_to_sign_in(client).url == CODE
        assert client.get("/staff/").status_code == 302

    def test_password_and_code_open_the_desk_and_are_recorded(self, ann, client):
        assert sign_in(client).url == "/staff/"
        assert client.get("/staff/").status_code == 200
        assert log() == [("ann", "signed-in", "ann", "")]

    def test_the_user_name_may_be_in_capitals(self, ann, client):
        assert try_to_sign_in(client, " ANN ").url == CODE

    @pytest.mark.parametrize(
        "foreign_url", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:1"]
    )
    @pytest.mark.promise("P20")
    def test_the_sign_in_does_not_redirect_to_another_site(self, ann, client, foreign_url):
        client.post(SIGN_IN, {"login": "ann", "password": PASSWORD, "next": foreign_url})
        assert client.post(CODE, {"code": code()}).url == "/staff/"

    def test_signing_out_ends_the_session_and_is_recorded(self, ann, client):
        sign_in(client)
        key = client.session.session_key
        page = client.post("/staff/account/sign-out/", follow=True)
        assert "You are signed out." in page.content.decode()
        assert client.get("/staff/").status_code == 302
        assert not client.session.exists(key)
        assert log()[-1] == ("ann", "signed-out", "ann", "")

    def test_the_sign_in_and_sign_out_of_the_admin_redirect_to_ours(self, ann, client):
        assert client.post("/staff/login/", {"username": "ann", "password": PASSWORD}).url.startswith(SIGN_IN)
        sign_in(client)
        assert client.post("/staff/logout/").url == SIGN_IN
        assert client.get("/staff/").status_code == 302

    @pytest.mark.parametrize(
        "path",
        ["signup/", "email/", "password/reset/", "password/change/", "confirm-email/", "inactive/", "login/code/", ""],
    )
    def test_other_pages_of_allauth_do_not_exist(self, db, client, path):
        assert client.get(f"/staff/account/{path}").status_code == 404

    def test_the_templates_of_allauth_are_not_installed(self, settings):
        assert "allauth" not in settings.INSTALLED_APPS


class TestSessions:
    def test_each_step_gives_the_session_a_new_key(self, ann, client):
        client.get("/screening/")
        walk(client, CLEAR)
        keys = [client.session.session_key]
        try_to_sign_in(client)
        keys.append(client.session.session_key)
        client.post(CODE, {"code": code()})
        keys.append(client.session.session_key)
        assert len(set(keys)) == 3
        assert not any(client.session.exists(key) for key in keys[:2])

    def test_signing_in_removes_the_answers_of_a_questionnaire_from_the_session(self, ann, client):
        walk(client, CLEAR)
        assert "attempts" in client.session
        sign_in(client)
        assert "attempts" not in client.session


class TestRefusals:
    @pytest.fixture
    def accounts(self, ann):
        staff("bea", is_active=False)
        outsider = staff("cyd")
        outsider.is_staff = False
        outsider.save()

    @pytest.fixture
    def refusals(self, accounts, hashed_passwords):
        """The responses to an unknown name, a wrong password, a closed account and an account that is not staff."""
        # the very first try runs other queries, because it creates the counters
        try_to_sign_in(Client(), "zac")
        responses = {}
        for name, password in (("zoe", PASSWORD), ("ann", PASSWORD[::-1]), ("bea", PASSWORD), ("cyd", PASSWORD)):
            hashed_passwords.clear()
            client = Client()
            client.get(SIGN_IN)
            with CaptureQueriesContext(connection) as queries:
                response = try_to_sign_in(client, name, password)
            text = re.sub(r'(name="csrfmiddlewaretoken" value=")\w+', r"\1", response.content.decode())
            statements = [query["sql"].split()[0] for query in queries]
            responses[name] = (
                response.status_code,
                len(response.content),
                text.replace(f'value="{name}"', ""),
                len(hashed_passwords),
                statements,
            )
        return responses

    @pytest.mark.promise("P16")
    def test_text_status_length_and_queries_do_not_show_whether_an_account_exists(self, refusals):
        assert refusals["ann"] == refusals["zoe"]
        assert refusals["bea"] == refusals["zoe"]
        assert refusals["cyd"] == refusals["zoe"]
        assert "User name and password do not fit together." in refusals["zoe"][2]
        assert refusals["zoe"][3] == 1

    def test_the_log_has_the_name_only_when_such_an_account_exists(self, refusals):
        assert sorted(log()) == [("", "sign-in-refused", name, "") for name in ("", "", "ann", "bea", "cyd")]

    def test_the_error_after_too_many_tries_does_not_show_whether_an_account_exists(self, accounts, client):
        def error_at_sixth_try(name):
            for _ in range(5):
                try_to_sign_in(client, name, "x")
            page = BeautifulSoup(try_to_sign_in(client, name, PASSWORD).content, "html.parser")
            return page.select_one(".error-summary__list").text.strip()

        assert {error_at_sixth_try(name) for name in ("zoe", "ann", "bea")} == {
            "Too many tries. Wait 15 minutes, then try again."
        }


class TestRateLimits:
    @pytest.mark.drill
    @pytest.mark.promise("P16")
    def test_at_most_twenty_of_many_tries_reach_the_hasher(self, ann, client, hashed_passwords, figures):
        with time_machine.travel("2026-11-24T10:00:00Z", tick=False):
            # one account, from many addresses
            for number in range(TRIES // 2):
                try_to_sign_in(client, "ann", "x", REMOTE_ADDR=f"198.51.{number // 250}.{number % 250}")
            assert len(hashed_passwords) == 5
            # many accounts, from one address
            for number in range(TRIES // 2):
                try_to_sign_in(client, f"name{number}", "x", REMOTE_ADDR="203.0.113.5")
        assert len(hashed_passwords) == 5 + 15
        figures("guessing passwords", f"{TRIES:,} tries, {len(hashed_passwords)} reached the hasher")

    def test_another_host_header_address_or_spelling_does_not_allow_more_tries(self, ann, client, hashed_passwords):
        hosts = ("testserver", "testserver:8001", "localhost", "127.0.0.1:99")
        for number in range(24):
            name = ("ann", "ANN", " Ann")[number % 3]
            try_to_sign_in(client, name, "x", HTTP_HOST=hosts[number % 4], REMOTE_ADDR=f"198.51.100.{number}")
        assert len(hashed_passwords) == 5

    def test_a_person_can_try_again_after_15_minutes(self, ann, client):
        with time_machine.travel("2026-11-24T10:00:00Z", tick=False) as clock:
            for _ in range(6):
                assert try_to_sign_in(client, "ann", "x").status_code == 200
            clock.shift(15 * 60)
            assert try_to_sign_in(client).url == CODE

    def test_a_right_password_does_not_count_as_a_try(self, ann):
        assert {try_to_sign_in(Client()).url for _ in range(8)} == {CODE}

    def test_the_address_in_a_header_is_ignored_without_a_proxy(self, db, client, hashed_passwords):
        for number in range(30):
            try_to_sign_in(client, f"name{number}", "x", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
        assert len(hashed_passwords) == 15

    def test_only_the_address_that_the_proxy_added_counts(self, db, client, hashed_passwords, settings):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        for number in range(30):
            try_to_sign_in(client, f"name{number}", "x", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}, 203.0.113.5")
        assert len(hashed_passwords) == 15
        try_to_sign_in(client, "nobody", "x", HTTP_X_FORWARDED_FOR="203.0.113.5, 203.0.113.6")
        assert len(hashed_passwords) == 16

    def test_the_names_of_the_counters_are_hashed(self, ann, client):
        try_to_sign_in(client, "ann", "x", REMOTE_ADDR="198.51.100.7")
        with connection.cursor() as cursor:
            cursor.execute("SELECT cache_key FROM staff_limits")
            keys = [key for (key,) in cursor.fetchall()]
        assert keys
        assert all(re.fullmatch("[0-9a-f]{64}", key) for key in keys)


@pytest.mark.django_db(transaction=True)
def test_the_limit_is_exact_when_many_people_try_at_once(second_factor, hashed_passwords):
    cache.clear()
    staff("ann")
    hashed_passwords.clear()

    def guess():
        for _ in range(6):
            try_to_sign_in(Client(), "ann", "x")
        connection.close()

    threads = [threading.Thread(target=guess) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cache.clear()
    assert len(hashed_passwords) == 5


def sign_in_patterns(patterns):
    """Every pattern whose view is one of allauth's."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from sign_in_patterns(pattern.url_patterns)
        elif hasattr(pattern.callback, "view_class"):
            yield pattern


class TestCodes:
    @pytest.fixture
    def client_with_password(self, ann, client):
        try_to_sign_in(client)
        return client

    def test_a_code_is_accepted_once(self, ann):
        with time_machine.travel("2026-11-24T10:00:00Z", tick=False) as clock:
            first, second = Client(), Client()
            used_code = code()
            for client in (first, second):
                try_to_sign_in(client)
            assert first.post(CODE, {"code": used_code}).status_code == 302
            clock.shift(29)
            assert second.post(CODE, {"code": f"{used_code[:3]} {used_code[3:]}"}).status_code == 200
            assert second.post(CODE, {"code": code(later=30)}).status_code == 302

    def test_the_code_that_set_up_an_app_does_not_sign_in(self, db, second_factor, client):
        staff("nia")
        with time_machine.travel("2026-11-24T10:00:00Z", tick=False):
            try_to_sign_in(client, "nia")
            secret = BeautifulSoup(client.get(f"{SECOND_STEP}app/").content, "html.parser").select_one("code.key").text
            client.post(f"{SECOND_STEP}app/", {"code": code(secret)})
            other = Client()
            try_to_sign_in(other, "nia")
            assert other.post(CODE, {"code": code(secret)}).status_code == 200
            assert other.post(CODE, {"code": code(secret, later=30)}).status_code == 302

    def test_the_code_that_signed_in_does_not_confirm_a_change(self, ann, client):
        with time_machine.travel("2026-11-24T10:00:00Z", tick=False):
            sign_in(client)
            assert client.post("/staff/account/again/code/", {"code": code()}).status_code == 200
            assert client.post("/staff/account/again/code/", {"code": code(later=30)}).status_code == 302

    def test_every_form_with_a_code_accepts_each_code_once(self):
        views = [pattern.callback.view_class for pattern in sign_in_patterns(urls.urlpatterns)]
        forms = [view().get_form_class() for view in views if hasattr(view, "get_form_class")]
        with_code = [form for form in forms if "code" in form.base_fields]
        assert len(with_code) == 3
        assert all(issubclass(form, EachCodeOnce) for form in with_code)

    @pytest.mark.parametrize(("later", "status"), [(-90, 200), (-30, 302), (0, 302), (30, 302), (90, 200)])
    def test_the_clock_of_a_phone_may_be_30_seconds_off(self, client_with_password, later, status):
        assert client_with_password.post(CODE, {"code": code(later=later)}).status_code == status

    def test_a_recovery_code_is_accepted_once(self, ann):
        [recovery, *_] = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
        statuses = []
        for _ in range(2):
            client = Client()
            try_to_sign_in(client)
            statuses.append(client.post(CODE, {"code": recovery}).status_code)
        assert statuses == [302, 200]

    def test_a_code_can_be_tried_five_times(self, client_with_password):
        for _ in range(5):
            client_with_password.post(CODE, {"code": "000000"})
        page = client_with_password.post(CODE, {"code": code()})
        assert "Too many tries. Wait 15 minutes, then try again." in page.content.decode()

    def test_a_wrong_code_is_recorded(self, client_with_password):
        client_with_password.post(CODE, {"code": "000000"})
        assert log() == [("", "sign-in-refused", "ann", "")]

    def test_a_person_can_start_the_sign_in_again(self, client_with_password):
        client_with_password.post("/staff/account/sign-out/")
        assert client_with_password.get(SIGN_IN).status_code == 200

    def test_the_page_for_the_code_says_when_the_data_key_is_missing(self, client_with_password, settings):
        settings.DATA_KEYS = {"other": b"k" * 32}
        page = client_with_password.post(CODE, {"code": code()})
        assert (page.status_code, "the data key is not there" in page.content.decode()) == (200, True)


def staff_addresses():
    """Return every path under /staff/ and /preview/ with its placeholders filled, except those for signing in."""
    values = {"int": "1", "uuid": "00000000-0000-0000-0000-000000000000"}

    def fill(route):
        route = re.sub(r"<(?:(\w+):)?\w+>", lambda match: values.get(match[1], "x"), route)
        return re.sub(r"\(\?P<\w+>[^)]*\)", "x", route).strip("^$").replace("\\.", ".")

    def addresses_of(patterns, prefix):
        for pattern in patterns:
            address = prefix + fill(str(pattern.pattern))
            if isinstance(pattern, URLPattern):
                yield address
            else:
                yield from addresses_of(pattern.url_patterns, address)

    addresses = addresses_of(get_resolver().url_patterns, "/")
    sign_in_pages = ("/staff/account/", "/staff/login/")
    return sorted({a for a in addresses if a.startswith(("/staff/", "/preview/")) and not a.startswith(sign_in_pages)})


class TestWordsOfTheSecondStep:
    """A page names the second steps that the account has, and no other."""

    @pytest.fixture
    def rae(self, db, second_factor):
        return staff("rae")

    def give(self, account, kinds):
        if "app" in kinds:
            give_app(account)
        if "key" in kinds:
            Authenticator.objects.create(user=account, type="webauthn", data=json.loads(PASSKEY.read_text()))
            RecoveryCodes.activate(account)

    @pytest.mark.parametrize("address", [CODE, "/staff/account/again/code/"])
    @pytest.mark.parametrize("kinds", [("app",), ("key",), ("app", "key")])
    def test_the_page_for_the_code_names_the_second_steps_of_the_account(self, rae, client, kinds, address):
        self.give(rae, kinds)
        client.force_login(rae) if address != CODE else try_to_sign_in(client, "rae")
        for page in (client.get(address), client.post(address, {"code": "000000"})):
            text = BeautifulSoup(page.content, "html.parser").select_one("#content-main").text
            assert "recovery code" in text
            assert ("app" in text) == ("app" in kinds)
            assert "key" not in text or "key" in kinds
            assert "key" in text or "key" not in kinds or address != CODE


class TestSettingUpTheSecondStep:
    @pytest.fixture
    def newcomer(self, db, second_factor, client):
        staff("nia", is_superuser=True)
        try_to_sign_in(client, "nia")
        return client

    def test_the_list_of_addresses_is_complete(self):
        assert len(staff_addresses()) > 30
        assert {"/staff/", "/preview/x/", "/staff/auth/user/1/second-step/"} <= set(staff_addresses())

    @pytest.mark.parametrize("address", staff_addresses())
    def test_every_address_redirects_to_the_set_up_without_a_second_step(self, newcomer, address):
        for response in (newcomer.get(address, follow=True), newcomer.post(address, follow=True)):
            assert response.redirect_chain[-1] == (SECOND_STEP, 302)

    # allauth says only after the commit that an app was added
    @pytest.mark.django_db(transaction=True)
    def test_setting_up_an_app_signs_in_and_seals_the_secrets(self, newcomer):
        page = BeautifulSoup(newcomer.get(f"{SECOND_STEP}app/").content, "html.parser")
        secret = page.select_one("code.key").text
        assert secret not in json.dumps(dict(newcomer.session.items()))
        response = newcomer.post(f"{SECOND_STEP}app/", {"code": code(secret)})
        assert response.url == f"{SECOND_STEP}recovery-codes/"
        page = BeautifulSoup(newcomer.get(response.url).content, "html.parser")
        codes = [element.text for element in page.select(".codes code")]
        assert len(set(codes)) == 10
        assert newcomer.get("/staff/").status_code == 200
        stored = {authenticator.type: authenticator.data for authenticator in Authenticator.objects.all()}
        assert {stored["totp"]["secret"][:3], stored["recovery_codes"]["seed"][:3]} == {"v1."}
        assert secret not in str(stored)
        assert log() == [
            ("nia", "signed-in", "nia", ""),
            ("nia", "changed-second-factor", "nia", "added: authenticator app"),
            ("nia", "changed-second-factor", "nia", "added: recovery codes"),
        ]

    def test_a_wrong_first_code_sets_up_nothing_and_shows_the_same_qr_code(self, newcomer):
        pages = [newcomer.get(f"{SECOND_STEP}app/"), newcomer.post(f"{SECOND_STEP}app/", {"code": "000000"})]
        secrets = [BeautifulSoup(page.content, "html.parser").select_one("code.key").text for page in pages]
        assert secrets[0] == secrets[1]
        assert not Authenticator.objects.exists()

    def test_the_qr_code_is_inline_and_allowed_by_our_security_policy(self, newcomer):
        page = BeautifulSoup(newcomer.get(f"{SECOND_STEP}app/").content, "html.parser")
        assert page.select_one(".qr svg[role=img] path")
        assert page.select("img, [style], style, script:not([src]):not([type='application/json'])") == []

    def test_removing_an_app_some_minutes_later_asks_for_the_password_again(self, ann, client):
        with time_machine.travel("2026-11-24T10:00:00Z", tick=False) as clock:
            sign_in(client)
            clock.shift(6 * 60)
            redirect = client.get(f"{SECOND_STEP}app/remove/")
            assert redirect.url.startswith("/staff/account/again/?next=")
            answer = client.post("/staff/account/again/", {"password": PASSWORD, "next": f"{SECOND_STEP}app/remove/"})
            assert answer.url == f"{SECOND_STEP}app/remove/"
            assert client.get(answer.url).status_code == 200

    def test_a_person_who_removes_the_only_second_step_must_set_up_another(self, ann, client):
        sign_in(client)
        client.post(f"{SECOND_STEP}app/remove/")
        assert client.get("/staff/", follow=True).redirect_chain[-1] == (SECOND_STEP, 302)
        assert ("ann", "changed-second-factor", "ann", "removed: authenticator app") in log()


class TestPages:
    ADDRESSES = (
        *("", "app/", "recovery-codes/", "recovery-codes/new/", "keys/", "keys/add/", "app/remove/"),
        *("keys/{key}/name/", "keys/{key}/remove/", "../again/", "../again/code/", "../again/key/"),
    )

    @pytest.fixture
    def pages(self, ann, client):
        """Address -> every page of signing in."""
        key = Authenticator.objects.create(user=ann, type="webauthn", data=json.loads(PASSKEY.read_text()))
        pages = {SIGN_IN: client.get(SIGN_IN)}
        try_to_sign_in(client)
        pages[CODE] = client.get(CODE)
        client.post(CODE, {"code": code()})
        for address in self.ADDRESSES:
            path = (SECOND_STEP + address.format(key=key.pk)).replace("second-step/../", "")
            pages[path] = client.get(path)
        pages[f"{SECOND_STEP}app/"] = client.get(f"{SECOND_STEP}app/", follow=True)
        return pages

    def test_every_page_has_our_title_and_stylesheet_and_is_not_cached(self, pages):
        for path, page in pages.items():
            assert (path, page.status_code, page["Cache-Control"]) == (path, 200, "no-store, private")
            soup = BeautifulSoup(page.content, "html.parser")
            assert soup.title.text.endswith(" | Harbor Light review desk")
            assert [len(soup.select(selector)) for selector in ("h1", "link[href$='/sign-in.css']")] == [1, 1]

    def test_every_field_has_a_label_and_no_placeholder(self, pages):
        for page in pages.values():
            soup = BeautifulSoup(page.content, "html.parser")
            for field in soup.select("input:not([type=hidden])"):
                assert soup.select_one(f"label[for={field['id']}]")
                assert "placeholder" not in field.attrs

    def test_no_page_has_inline_code_or_styles(self, pages):
        for page in pages.values():
            soup = BeautifulSoup(page.content, "html.parser")
            assert soup.select("style, [style], [onclick], script:not([src]):not([type='application/json'])") == []

    def test_every_page_that_uses_a_key_can_explain_why_it_cannot(self, pages):
        soups = [BeautifulSoup(page.content, "html.parser") for page in pages.values()]
        with_key = [soup for soup in soups if soup.select("#passkey")]
        assert len(with_key) == 4
        assert all(soup.select(".without-script") and soup.select(".at-ip-address[hidden]") for soup in with_key)

    def test_the_recovery_codes_can_be_downloaded_as_a_file(self, ann, client):
        sign_in(client)
        file = client.get(f"{SECOND_STEP}recovery-codes/file/")
        assert file["Content-Type"].startswith("text/plain")
        assert len(file.content.split()) == 10


@pytest.mark.parametrize(
    "credential",
    [
        *("", "1", "[]", "{}", "null", '{"id": 1}', "[" * 3000, "NaN", '{"rawId": "\\ud800"}'),
        '{"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": 1}',
        '{"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {"clientDataJSON": "A"}}',
    ],
)
def test_a_malformed_credential_is_refused_with_a_message(db, client, credential):
    passkey = "/staff/account/sign-in/passkey/"
    client.get(passkey, headers={"accept": "application/json"})
    page = client.post(passkey, {"credential": credential}, follow=True)
    assert page.redirect_chain == [(SIGN_IN, 302)]
    assert "No key answered." in page.content.decode()
