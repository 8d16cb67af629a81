"""Only the clinic's staff comes in, with two steps; guessing gets nobody anywhere and learns nothing."""

import json
import re
import threading
from pathlib import Path

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver

from staff.models import AccessEntry
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import walk
from tests.staff.second_steps import PASSWORD, code, staff

pytestmark = pytest.mark.django_db
SIGN_IN = "/staff/account/sign-in/"
CODE = "/staff/account/sign-in/code/"
SECOND_STEP = "/staff/account/second-step/"
A_KEY = Path(__file__).with_name("a_key.json")  # as Chromium made it; for no site that exists


def try_to_sign_in(client, name="ann", password=PASSWORD, **more):
    return client.post(SIGN_IN, {"login": name, "password": password}, **more)


def sign_in(client, name="ann"):
    try_to_sign_in(client, name)
    return client.post(CODE, {"code": code()})


def log():
    return list(AccessEntry.objects.order_by("id").values_list("actor", "action", "subject", "detail"))


class TestComingIn:
    def test_the_desk_leads_to_the_sign_in_and_back_to_where_one_wanted_to_go(self, ann, client):
        page = client.get("/staff/screening/submission/?state=new", follow=True)
        assert page.redirect_chain[-1][0].startswith(SIGN_IN)
        wanted = BeautifulSoup(page.content, "html.parser").select_one("[name=next]")["value"]
        client.post(SIGN_IN, {"login": "ann", "password": PASSWORD, "next": wanted})
        assert client.post(CODE, {"code": code()}).url == "/staff/screening/submission/?state=new"

    def test_a_password_alone_opens_nothing(self, ann, client):
        assert try_to_sign_in(client).url == CODE
        assert client.get("/staff/").status_code == 302

    def test_password_and_code_open_the_desk_and_are_written_down(self, ann, client):
        assert sign_in(client).url == "/staff/"
        assert client.get("/staff/").status_code == 200
        assert log() == [("ann", "signed-in", "ann", "")]

    def test_the_user_name_is_known_in_capitals_too(self, ann, client):
        assert try_to_sign_in(client, " ANN ").url == CODE

    @pytest.mark.parametrize(
        "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:1"]
    )
    def test_nobody_is_led_off_the_site(self, ann, client, elsewhere):
        client.post(SIGN_IN, {"login": "ann", "password": PASSWORD, "next": elsewhere})
        assert client.post(CODE, {"code": code()}).url == "/staff/"

    def test_signing_out_ends_it_and_is_written_down(self, ann, client):
        sign_in(client)
        key = client.session.session_key
        page = client.post("/staff/account/sign-out/", follow=True)
        assert "You are signed out." in page.content.decode()
        assert client.get("/staff/").status_code == 302
        assert not client.session.exists(key)
        assert log()[-1] == ("ann", "signed-out", "ann", "")

    def test_the_admins_own_form_and_link_lead_here(self, ann, client):
        assert client.post("/staff/login/", {"username": "ann", "password": PASSWORD}).url.startswith(SIGN_IN)
        sign_in(client)
        assert client.post("/staff/logout/").url == SIGN_IN
        assert client.get("/staff/").status_code == 302

    @pytest.mark.parametrize(
        "path",
        ["signup/", "email/", "password/reset/", "password/change/", "confirm-email/", "inactive/", "login/code/", ""],
    )
    def test_what_nobody_needs_does_not_exist(self, db, client, path):
        assert client.get(f"/staff/account/{path}").status_code == 404

    def test_no_page_of_allauth_itself_can_be_drawn(self, settings):
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

    def test_no_questionnaire_stays_in_the_session_of_the_staff(self, ann, client):
        walk(client, CLEAR)
        assert "attempts" in client.session
        sign_in(client)
        assert "attempts" not in client.session


class TestNoHint:
    @pytest.fixture
    def accounts(self, ann):
        staff("bea", is_active=False)
        outsider = staff("cyd")
        outsider.is_staff = False
        outsider.save()

    @pytest.fixture
    def refusals(self, accounts, hashed):
        """What an unknown name, a wrong password, a closed account and one that is not of the staff get."""
        try_to_sign_in(Client(), "zac")  # the first try of all counts and writes anew
        seen = {}
        for name, password in (("zoe", PASSWORD), ("ann", PASSWORD[::-1]), ("bea", PASSWORD), ("cyd", PASSWORD)):
            hashed.clear()
            client = Client()
            client.get(SIGN_IN)
            with CaptureQueriesContext(connection) as queries:
                response = try_to_sign_in(client, name, password)
            text = re.sub(r'(name="csrfmiddlewaretoken" value=")\w+', r"\1", response.content.decode())
            work = [query["sql"].split()[0] for query in queries]
            seen[name] = (
                response.status_code,
                len(response.content),
                text.replace(f'value="{name}"', ""),
                len(hashed),
                work,
            )
        return seen

    def test_words_status_length_and_work_are_the_same_whether_an_account_exists(self, refusals):
        assert refusals["ann"] == refusals["zoe"]
        assert refusals["bea"] == refusals["zoe"]
        assert refusals["cyd"] == refusals["zoe"]
        assert "User name and password do not fit together." in refusals["zoe"][2]
        assert refusals["zoe"][3] == 1

    def test_the_log_names_an_account_that_exists_and_never_what_else_was_typed(self, refusals):
        assert sorted(log()) == [("", "sign-in-refused", name, "") for name in ("", "", "ann", "bea", "cyd")]

    def test_too_many_tries_sound_the_same_too(self, accounts, client):
        def sixth(name):
            for _ in range(5):
                try_to_sign_in(client, name, "x")
            page = BeautifulSoup(try_to_sign_in(client, name, PASSWORD).content, "html.parser")
            return page.select_one(".errornote").text.strip()

        assert {sixth(name) for name in ("zoe", "ann", "bea")} == {"Too many tries. Wait 15 minutes, then try again."}


class TestGuessing:
    def test_of_a_thousand_tries_no_more_than_twenty_reach_the_hasher(self, ann, client, hashed):
        with time_machine.travel("2026-11-24T10:00:00Z", tick=False):
            for number in range(500):  # one account, from everywhere
                try_to_sign_in(client, "ann", "x", REMOTE_ADDR=f"198.51.{number // 250}.{number % 250}")
            assert len(hashed) == 5
            for number in range(500):  # every account, from one place
                try_to_sign_in(client, f"name{number}", "x", REMOTE_ADDR="203.0.113.5")
        assert len(hashed) == 5 + 15

    def test_another_hour_another_host_or_other_letters_do_not_help(self, ann, client, hashed):
        hosts = ("testserver", "testserver:8001", "localhost", "127.0.0.1:99")
        for number in range(24):
            name = ("ann", "ANN", " Ann")[number % 3]
            try_to_sign_in(client, name, "x", HTTP_HOST=hosts[number % 4], REMOTE_ADDR=f"198.51.100.{number}")
        assert len(hashed) == 5

    def test_after_a_quarter_of_an_hour_one_may_try_again(self, ann, client):
        with time_machine.travel("2026-11-24T10:00:00Z", tick=False) as clock:
            for _ in range(6):
                assert try_to_sign_in(client, "ann", "x").status_code == 200
            clock.shift(15 * 60)
            assert try_to_sign_in(client).url == CODE

    def test_a_password_that_fits_does_not_count(self, ann):
        assert {try_to_sign_in(Client()).url for _ in range(8)} == {CODE}

    def test_an_address_is_not_believed_from_a_header(self, db, client, hashed):
        for number in range(30):
            try_to_sign_in(client, f"name{number}", "x", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
        assert len(hashed) == 15

    def test_behind_a_proxy_only_what_the_proxy_added_counts(self, db, client, hashed, settings):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        for number in range(30):
            try_to_sign_in(client, f"name{number}", "x", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}, 203.0.113.5")
        assert len(hashed) == 15
        try_to_sign_in(client, "nobody", "x", HTTP_X_FORWARDED_FOR="203.0.113.5, 203.0.113.6")
        assert len(hashed) == 16

    def test_what_is_counted_names_nobody(self, ann, client):
        try_to_sign_in(client, "ann", "x", REMOTE_ADDR="198.51.100.7")
        with connection.cursor() as cursor:
            cursor.execute("SELECT cache_key FROM staff_limits")
            keys = [key for (key,) in cursor.fetchall()]
        assert keys
        assert all(re.fullmatch("[0-9a-f]{64}", key) for key in keys)


@pytest.mark.django_db(transaction=True)
def test_the_limit_is_exact_for_many_at_once(second_factor, hashed):
    cache.clear()
    staff("ann")
    hashed.clear()

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
    assert len(hashed) == 5


class TestCodes:
    @pytest.fixture
    def half_in(self, ann, client):
        try_to_sign_in(client)
        return client

    def test_a_code_opens_once(self, ann):
        with time_machine.travel("2026-11-24T10:00:00Z", tick=False) as clock:
            first, second = Client(), Client()
            shown = code()
            for client in (first, second):
                try_to_sign_in(client)
            assert first.post(CODE, {"code": shown}).status_code == 302
            clock.shift(29)
            assert second.post(CODE, {"code": f"{shown[:3]} {shown[3:]}"}).status_code == 200
            assert second.post(CODE, {"code": code(later=30)}).status_code == 302

    @pytest.mark.parametrize(("later", "status"), [(-90, 200), (-30, 302), (0, 302), (30, 302), (90, 200)])
    def test_the_clock_of_a_phone_may_be_half_a_minute_off(self, half_in, later, status):
        assert half_in.post(CODE, {"code": code(later=later)}).status_code == status

    def test_a_recovery_code_opens_once(self, ann):
        [recovery, *_] = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
        answers = []
        for _ in range(2):
            client = Client()
            try_to_sign_in(client)
            answers.append(client.post(CODE, {"code": recovery}).status_code)
        assert answers == [302, 200]

    def test_codes_are_guessed_no_more_than_five_times(self, half_in):
        for _ in range(5):
            half_in.post(CODE, {"code": "000000"})
        page = half_in.post(CODE, {"code": code()})
        assert "Too many tries. Wait 15 minutes, then try again." in page.content.decode()

    def test_a_wrong_code_is_written_down(self, half_in):
        half_in.post(CODE, {"code": "000000"})
        assert log() == [("", "sign-in-refused", "ann", "")]

    def test_one_can_start_again(self, half_in):
        half_in.post("/staff/account/sign-out/")
        assert half_in.get(SIGN_IN).status_code == 200

    def test_without_the_data_key_the_page_says_so(self, half_in, settings):
        settings.DATA_KEYS = {"other": b"k" * 32}
        page = half_in.post(CODE, {"code": code()})
        assert (page.status_code, "the data key is not there" in page.content.decode()) == (200, True)


def staff_addresses():
    """Every address under /staff/ and /preview/, with something put in where it is open; not those of signing in."""
    fillings = {"int": "1", "uuid": "00000000-0000-0000-0000-000000000000"}

    def fill(route):
        route = re.sub(r"<(?:(\w+):)?\w+>", lambda match: fillings.get(match[1], "x"), route)
        return re.sub(r"\(\?P<\w+>[^)]*\)", "x", route).strip("^$").replace("\\.", ".")

    def walk_through(patterns, prefix):
        for pattern in patterns:
            address = prefix + fill(str(pattern.pattern))
            if isinstance(pattern, URLPattern):
                yield address
            else:
                yield from walk_through(pattern.url_patterns, address)

    found = walk_through(get_resolver().url_patterns, "/")
    own = ("/staff/account/", "/staff/login/")
    return sorted({a for a in found if a.startswith(("/staff/", "/preview/")) and not a.startswith(own)})


class TestSettingUp:
    @pytest.fixture
    def newcomer(self, db, second_factor, client):
        staff("nia", is_superuser=True)
        try_to_sign_in(client, "nia")
        return client

    def test_the_list_of_addresses_is_one(self):
        assert len(staff_addresses()) > 30
        assert {"/staff/", "/preview/x/", "/staff/auth/user/1/second-step/"} <= set(staff_addresses())

    @pytest.mark.parametrize("address", staff_addresses())
    def test_without_a_second_step_every_address_leads_to_setting_it_up(self, newcomer, address):
        for answer in (newcomer.get(address, follow=True), newcomer.post(address, follow=True)):
            assert answer.redirect_chain[-1] == (SECOND_STEP, 302)

    def test_an_app_is_set_up_right_after_the_password_and_everything_is_sealed(
        self, newcomer, django_capture_on_commit_callbacks
    ):
        page = BeautifulSoup(newcomer.get(f"{SECOND_STEP}app/").content, "html.parser")
        secret = page.select_one("code.key").text
        assert secret not in json.dumps(dict(newcomer.session.items()))
        with django_capture_on_commit_callbacks(execute=True):
            answer = newcomer.post(f"{SECOND_STEP}app/", {"code": code(secret)})
        assert answer.url == f"{SECOND_STEP}recovery-codes/"
        page = BeautifulSoup(newcomer.get(answer.url).content, "html.parser")
        codes = [one.text for one in page.select(".codes code")]
        assert len(set(codes)) == 10
        assert newcomer.get("/staff/").status_code == 200
        kept = {one.type: one.data for one in Authenticator.objects.all()}
        assert {kept["totp"]["secret"][:3], kept["recovery_codes"]["seed"][:3]} == {"v1."}
        assert secret not in str(kept)
        assert log() == [
            ("nia", "signed-in", "nia", ""),
            ("nia", "changed-second-factor", "nia", "added: authenticator app"),
            ("nia", "changed-second-factor", "nia", "added: recovery codes"),
        ]

    def test_a_wrong_first_code_sets_nothing_up_and_shows_the_same_picture(self, newcomer):
        pages = [newcomer.get(f"{SECOND_STEP}app/"), newcomer.post(f"{SECOND_STEP}app/", {"code": "000000"})]
        secrets = [BeautifulSoup(page.content, "html.parser").select_one("code.key").text for page in pages]
        assert secrets[0] == secrets[1]
        assert not Authenticator.objects.exists()

    def test_the_picture_stands_in_the_page_and_needs_nothing_our_policy_forbids(self, newcomer):
        page = BeautifulSoup(newcomer.get(f"{SECOND_STEP}app/").content, "html.parser")
        assert page.select_one(".qr svg[role=img] path")
        assert page.select("img, [style], style, script:not([src]):not([type='application/json'])") == []

    def test_later_one_is_asked_for_the_password_again(self, ann, client):
        with time_machine.travel("2026-11-24T10:00:00Z", tick=False) as clock:
            sign_in(client)
            clock.shift(6 * 60)
            asked = client.get(f"{SECOND_STEP}app/remove/")
            assert asked.url.startswith("/staff/account/again/?next=")
            back = client.post("/staff/account/again/", {"password": PASSWORD, "next": f"{SECOND_STEP}app/remove/"})
            assert back.url == f"{SECOND_STEP}app/remove/"
            assert client.get(back.url).status_code == 200

    def test_whoever_removes_the_only_one_sets_up_another_before_anything_else(self, ann, client):
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
        """Every page of signing in, by address."""
        key = Authenticator.objects.create(user=ann, type="webauthn", data=json.loads(A_KEY.read_text()))
        pages = {SIGN_IN: client.get(SIGN_IN)}
        try_to_sign_in(client)
        pages[CODE] = client.get(CODE)
        client.post(CODE, {"code": code()})
        for address in self.ADDRESSES:
            path = (SECOND_STEP + address.format(key=key.pk)).replace("second-step/../", "")
            pages[path] = client.get(path)
        pages[f"{SECOND_STEP}app/"] = client.get(f"{SECOND_STEP}app/", follow=True)
        return pages

    def test_every_page_is_the_clinics_own_and_is_kept_by_no_cache(self, pages):
        for path, page in pages.items():
            assert (path, page.status_code, page["Cache-Control"]) == (path, 200, "no-store, private")
            soup = BeautifulSoup(page.content, "html.parser")
            assert soup.title.text.endswith(" | Harbor Light review desk")
            assert [len(soup.select(what)) for what in ("h1", "link[href$='/sign-in.css']")] == [1, 1]

    def test_every_field_has_a_label_and_no_hint_inside(self, pages):
        for page in pages.values():
            soup = BeautifulSoup(page.content, "html.parser")
            for field in soup.select("input:not([type=hidden])"):
                assert soup.select_one(f"label[for={field['id']}]")
                assert "placeholder" not in field.attrs

    def test_nothing_runs_inline(self, pages):
        for page in pages.values():
            soup = BeautifulSoup(page.content, "html.parser")
            assert soup.select("style, [style], [onclick], script:not([src]):not([type='application/json'])") == []

    def test_the_codes_are_a_file_too(self, ann, client):
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
def test_what_is_no_key_is_refused_in_words(db, client, credential):
    passkey = "/staff/account/sign-in/passkey/"
    client.get(passkey, headers={"accept": "application/json"})
    page = client.post(passkey, {"credential": credential}, follow=True)
    assert page.redirect_chain == [(SIGN_IN, 302)]
    assert "No key answered." in page.content.decode()
