"""Permissions of the Content area, and its list of pages."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from pages.editing import publishing, versions
from pages.editing.versions import Seen
from pages.models import ContentPage, Plan
from pages.schema.page_files import DATA_FILES
from tests.pages.conftest import OUTCOMES, WHAT_IT_IS
from tests.pages.editing.content_area import LIST, fresh, soup, url, words
from tests.pages.editing.texts import DATA, NEW, PAGE


def every_url(page: ContentPage) -> dict[str, list[str]]:
    """Every URL of the area, by the methods it accepts."""
    version, cancel_plan = f"versions/{page.versions.first().pk}", "plans/1/take-back"
    to_see = [url(page, route) for route in ("change", "history", "download", version)]
    return {
        "GET": [*to_see, LIST, f"{LIST}?status=errors", "/preview/what-it-is/"],
        "GET or POST": [f"{LIST}add/", url(page, "take-off")],
        "POST": [url(page, route) for route in ("check", "discard", f"{version}/restore", cancel_plan)],
    }


class TestPermissions:
    def status_codes(self, client: Client, page: ContentPage) -> dict[str, int]:
        urls = every_url(page)
        codes = {path: client.get(path).status_code for path in urls["GET"] + urls["GET or POST"]}
        return codes | {path: client.post(path).status_code for path in urls["POST"]}

    def test_a_visitor_is_redirected_to_the_sign_in(self, page, client):
        assert set(self.status_codes(client, page).values()) == {302}
        assert client.get(LIST).url.startswith("/staff/")

    def test_staff_without_the_role_may_open_nothing(self, page, person, client):
        client.force_login(person("carl"))
        assert set(self.status_codes(client, page).values()) == {403}

    def test_an_account_that_is_not_staff_may_open_nothing_whatever_its_role(self, page, person, client):
        account = person("carl", role=True)
        account.is_staff = False
        account.save()
        client.force_login(account)
        assert set(self.status_codes(client, page).values()) == {302}

    def test_a_content_editor_may_open_everything(self, page, editor):
        others = {path: code for path, code in self.status_codes(editor, page).items() if code not in (200, 302)}
        # No text was sent to be checked, and no button says which version it was drawn from.
        stale = ("discard", "plans/1/take-back", f"versions/{page.live.pk}/restore")
        assert others == {url(page, "check"): 422} | {url(page, what): 409 for what in stale}

    def test_an_account_that_may_only_view_sees_no_button_and_can_change_nothing(self, page, person, client):
        client.force_login(person("carl", "view_contentpage"))
        response = client.get(url(page))
        assert words(response, "#content-main button") == []
        posted = {path: client.post(path).status_code for path in [url(page), *every_url(page)["POST"]]}
        assert set(posted.values()) == {403}
        assert client.get(f"{LIST}add/").status_code == 403
        assert client.get(url(page, "take-off")).status_code == 403

    def test_an_editor_who_may_not_publish_can_only_save(self, page, person, client):
        client.force_login(person("carl", "view_contentpage", "change_contentpage"))
        response = client.get(url(page))
        assert words(response, "#content-main button") == ["Save draft", "Check and preview"]
        seen = {"text": NEW, "newest": page.live.digest, "live": page.live.digest}
        for do in ("publish", "plan"):
            assert client.post(url(page), seen | {"do": do, "at": "2030-01-01T10:00"}).status_code == 403
        assert client.post(url(page), seen | {"do": "save"}).status_code == 302
        assert (fresh(page).draft.text, fresh(page).live.text) == (NEW, WHAT_IT_IS)

    def test_the_role_has_exactly_these_permissions(self, db, mira):
        assert mira.get_all_permissions() == {
            *("pages.view_contentpage", "pages.add_contentpage", "pages.change_contentpage", "pages.publish_page"),
        }
        assert Group.objects.get(name="Content editor").permissions.count() == 4

    def test_the_role_sees_no_submissions_and_no_call_requests(self, page, editor):
        for path in ("screening/submission", "consultations/consultationrequest"):
            assert editor.get(f"/staff/{path}/").status_code in (403, 404)
        assert words(editor.get("/staff/"), "#content-main caption") == ["Content"]

    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_each_url_accepts_only_its_method(self, page, editor, method):
        ask = editor.post if method == "GET" else editor.get
        only = [path for path in every_url(page)[method] if path not in (LIST, f"{LIST}?status=errors", url(page))]
        assert {path: ask(path).status_code for path in only} == dict.fromkeys(only, 405)

    @pytest.mark.parametrize("number", ["999", "x", "1; drop", "-1", "9" * 30])
    @pytest.mark.parametrize("route", ["change", "history"])
    def test_a_page_that_does_not_exist_is_not_found(self, page, editor, number, route):
        assert editor.get(f"{LIST}{number}/{route}/").status_code == 404

    def test_nobody_deletes_a_page(self, page, client):
        client.force_login(User.objects.create_superuser("root"))
        assert client.get(url(page, "delete")).status_code == 403
        assert not Permission.objects.filter(codename__startswith="delete", content_type__app_label="pages").exists()


class TestList:
    def rows(self, response) -> dict[str, list[str]]:
        """The other cells by title."""
        rows = [
            [" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")]
            for row in soup(response).select("#result_list tbody tr")
        ]
        return {title: cells for title, *cells in rows}

    def test_it_shows_address_status_last_change_and_day_of_the_next_review(self, page, editor, mira, folder):
        versions.save(folder.path, page.pk, NEW.replace("old", "cure"), Seen.of(page), mira)
        rows = self.rows(editor.get(LIST))
        assert rows["Home"][:2] == ["/", "Fine"]
        address, status, change, review = rows["What is it?"]
        assert (address, status, review) == ("/what-it-is/", "1 error Draft", "May 22, 2027")
        assert change.startswith("Saved as a draft by Mira Okafor, ")
        assert rows["A result"][0] == "a screening result"

    def test_a_change_in_the_folder_and_the_errors_it_causes_are_shown_at_once(self, page, editor, folder):
        folder.replace(PAGE, "title: What is it?", "title: What now?")
        folder.replace("en/words.md", "section: about", "section: nowhere")
        response = editor.get(LIST)
        assert "What now?" in self.rows(response)
        assert words(response, ".notice li") == [
            "content/en/words.md , line 4: sections.yaml has no section `nowhere`. The sections are: understand, about."
        ]

    @pytest.mark.parametrize(
        ("status", "titles"),
        [
            ("draft", {"What is it?"}),
            ("errors", {"What is it?"}),
            ("planned", set()),
            ("nonsense", {"Home", "What is it?", "Words", "A result", *(DATA_FILES[file] for file in DATA)}),
        ],
    )
    def test_it_can_be_filtered_by_status(self, page, editor, mira, folder, status, titles):
        versions.save(folder.path, page.pk, NEW.replace("old", "cure"), Seen.of(page), mira)
        assert set(self.rows(editor.get(f"{LIST}?status={status}"))) == titles

    @pytest.mark.parametrize(
        ("kind", "titles"),
        [
            ("pages", {"Home", "What is it?", "Words"}),
            ("results", {"A result"}),
            ("data", {DATA_FILES[file] for file in DATA}),
        ],
    )
    def test_it_can_be_filtered_by_kind(self, page, editor, kind, titles):
        assert set(self.rows(editor.get(f"{LIST}?kind={kind}"))) == titles

    def test_the_filter_can_count_the_pages_of_each_status(self, page, editor):
        choices = words(editor.get(f"{LIST}?_facets=True"), "#changelist-filter li")
        assert choices[4:8] == ["All", "Errors (0)", "Warnings (0)", f"Fine ({3 + len(OUTCOMES) + len(DATA)})"]

    def test_it_can_be_searched_by_title_and_file(self, page, editor):
        assert set(self.rows(editor.get(f"{LIST}?q=what-it"))) == {"What is it?"}
        assert set(self.rows(editor.get(f"{LIST}?q=words"))) == {"Words"}

    def test_opening_it_carries_out_due_plans(self, page, editor, mira, folder):
        at = datetime(2020, 1, 1, tzinfo=UTC)
        publishing.plan_to_publish(folder.path, page.pk, NEW, Seen.of(page), mira, at)
        editor.get(LIST)
        assert (folder.path / PAGE).read_text() == NEW
        assert not Plan.objects.exists()

    def test_the_number_of_queries_does_not_grow_with_the_number_of_pages(
        self, page, editor, folder, django_assert_max_num_queries
    ):
        for number in range(20):
            folder.write(f"en/page-{number}.md", WHAT_IT_IS)
        editor.get(LIST)
        with django_assert_max_num_queries(14):
            editor.get(LIST)
