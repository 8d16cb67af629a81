"""The form of a data file: it changes what somebody changed, and shows findings at the fields they are about."""

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from pages.catalogue.citations import Use, register_uses
from pages.editing import versions
from pages.models import ContentPage
from pages.schema.page_files import DATA_FILES
from tests.pages.conftest import CLINIC, GLOSSARY, PEOPLE, SECTIONS, SOURCES, ContentFolder
from tests.pages.editing.content_area import fresh, soup, url, versions_of, words

LATER = "2030-01-01T10:00"


@pytest.fixture
def data(folder: ContentFolder, db):
    """The record of a data file."""

    def record(file: str) -> ContentPage:
        versions.record_outside_changes(folder.path)
        return ContentPage.objects.get(file=file)

    return record


def fields_of(response) -> dict[str, str]:
    """What a browser would send from the form of the editor, without the button."""
    sent = {}
    for field in soup(response).select("#editor [name]:not(button)"):
        if field.name == "textarea":
            sent[field["name"]] = field.text.removeprefix("\n")
        elif field.name == "select":
            chosen = field.select_one("option[selected]") or field.option
            sent[field["name"]] = chosen["value"]
        elif field.get("type") != "checkbox" or field.has_attr("checked"):
            sent[field["name"]] = field.get("value", "")
    return {name: value.replace("\n", "\r\n") for name, value in sent.items()}


def send(client: Client, file: ContentPage, do: str, query: str = "", /, **changed: str):
    """Press the button `do` of the form, which was opened just now, after a change of these fields."""
    address = url(file) + query
    return client.post(address, fields_of(client.get(address)) | {"do": do} | changed)


def field(response, name: str) -> str:
    """What the page shows around a field."""
    control = soup(response).select_one(f'#editor [name="f-{name}"]')
    return " ".join(control.parent.get_text(" ").split())


def text_of(folder: ContentFolder, file: str) -> str:
    return (folder.path / file).read_text(encoding="utf-8")


def test_a_form_without_a_change_leaves_the_file_as_it_is(editor, data, folder):
    response = send(editor, data("clinic.yaml"), "publish")
    assert words(editor.get(response.url), ".messagelist li") == [
        "There is nothing to publish: this is the text on the site."
    ]
    assert text_of(folder, "clinic.yaml") == CLINIC


class TestForm:
    def test_it_changes_one_value_and_nothing_else(self, editor, data, folder):
        response = send(editor, data("clinic.yaml"), "publish", **{"f-prices.medicine_session.high": "1300"})
        assert words(editor.get(response.url), ".messagelist li") == [
            "Published. The site shows it within a second. Who has just read the page may need to reload it."
        ]
        assert text_of(folder, "clinic.yaml") == CLINIC.replace("high: 1200", "high: 1300")
        assert folder.load().clinic.prices.medicine_session.high.amount == 1300

    def test_each_kind_of_field_is_written_as_the_file_needs_it(self, editor, data, folder):
        changed = {
            "f-sample": "false",
            "f-name": "Quay: the clinic",
            "f-phone": "(555) 555-0199",
            "f-email": "mail@clinic.example",
            "f-answers_within": "3",
            "f-closed_on": "2026-12-25\r\n2027-01-01\r\n",
            "f-languages": "English\r\nSpanish, too",
            "f-calls_by_video": "true",
            "f-opening.friday": "09:00-12:00",
            "f-course.weeks.low": "4",
            "f-course.weeks.high": "6",
            "f-crisis.poison.call": "1-800-222-0000",
        }
        assert send(editor, data("clinic.yaml"), "publish", **changed).status_code == 302
        added = [*set(text_of(folder, "clinic.yaml").split("\n")) - set(CLINIC.split("\n"))]
        assert sorted(added) == sorted(
            [
                "answers_within: 3",
                "calls_by_video: true",
                "closed_on: [2026-12-25, 2027-01-01]",
                "  weeks:",
                "    low: 4",
                "    high: 6",
                "  poison: {name: Poison Control, call: 1-800-222-0000}",
                "email: mail@clinic.example",
                "languages: [English, 'Spanish, too']",
                "name: 'Quay: the clinic'",
                "opening:",
                "  friday: 09:00-12:00",
                "phone: (555) 555-0199",
                "sample: false",
            ]
        )

    def test_a_draft_is_saved_with_its_errors_and_the_site_does_not_change(self, editor, data, folder):
        file = data("clinic.yaml")
        page = editor.get(send(editor, file, "save", **{"f-phone": "12"}).url)
        assert fresh(file).draft.text == CLINIC.replace("(555) 555-0100", "'12'")
        assert text_of(folder, "clinic.yaml") == CLINIC
        assert words(page, "#summary") == ["1 error to look at."]
        assert soup(page).select_one(".finding__line")["href"] == "#id_f-phone"
        assert field(page, "phone") == (
            "Phone Every page shows it. Like (555) 555-0100. "
            "Error: phone : 12 is not a phone number. Write it with its area code: (555) 555-0100."
        )

    def test_a_file_with_errors_is_not_published(self, editor, data, folder):
        response = send(editor, data("clinic.yaml"), "publish", **{"f-answers_within": "two", "f-email": ""})
        assert response.status_code == 422
        assert soup(response).title.text.startswith("Error: ")
        assert words(response, "[role=alert] h2") == ["Not published: there are errors"]
        assert [link.text for link in soup(response).select(".finding__line")] == [
            "Email address",
            "Answers within (business days)",
        ]
        control = soup(response).select_one('[name="f-answers_within"]')
        assert (control["value"], control["aria-invalid"]) == ("two", "true")
        assert text_of(folder, "clinic.yaml") == CLINIC

    def test_a_plan_needs_a_time_and_keeps_what_was_entered(self, editor, data):
        file = data("clinic.yaml")
        response = send(editor, file, "plan", **{"f-name": "Pier", "at": ""})
        assert response.status_code == 422
        assert soup(response).select_one('[name="f-name"]')["value"] == "Pier"
        assert send(editor, file, "plan", **{"f-name": "Pier", "at": LATER}).status_code == 302
        assert [plan.at.year for plan in file.plans.all()] == [2030]

    def test_a_control_character_is_an_error_of_the_form(self, editor, data):
        response = send(editor, data("clinic.yaml"), "save", **{"f-name": "a\x07b"})
        assert response.status_code == 422
        assert words(response, ".error-summary li") == [
            "There is a control character here, which nobody sees. Type it again"
        ]
        assert soup(response).select_one(".error-summary a")["href"] == "#id_f-name"
        assert fresh(data("clinic.yaml")).draft is None

    def test_both_views_show_the_same_text_that_is_not_saved(self, editor, data):
        file = data("clinic.yaml")
        as_text = send(editor, file, "text", **{"f-name": "Pier"})
        shown = fields_of(as_text)
        assert shown["text"].replace("\r\n", "\n") == CLINIC.replace("Quay Clinic", "Pier")
        as_form = editor.post(url(file), shown | {"do": "form"})
        assert soup(as_form).select_one('[name="f-name"]')["value"] == "Pier"
        assert fresh(file).draft is None

    def test_a_text_that_has_no_form_is_shown_as_text_with_its_error(self, editor, data, folder):
        folder.replace("clinic.yaml", "name: Quay Clinic", "name Quay Clinic")
        response = editor.get(url(data("clinic.yaml")))
        assert "The form can show this file when the error below is fixed in the text." in words(response)[0]
        assert "Error , line 2 : name Quay Clinic Line 2 has no colon." in words(response, ".finding")[0]
        assert soup(response).select_one("textarea#id_text").text.removeprefix("\n").startswith("sample: true")

    def test_text_is_saved_as_text(self, editor, data, folder):
        file = data("glossary.yaml")
        sent = fields_of(editor.get(f"{url(file)}?as=text"))
        response = editor.post(f"{url(file)}?as=text", sent | {"do": "publish", "text": GLOSSARY + "New: A word.\r\n"})
        assert response.url == f"{url(file)}?as=text"
        assert text_of(folder, "glossary.yaml") == GLOSSARY + "New: A word.\n"


class TestEntries:
    def test_they_are_listed_with_what_to_fix(self, editor, data, folder):
        folder.replace("sources.yaml", "link: https://label.example/", "link: label.example")
        response = editor.get(url(data("sources.yaml")))
        assert words(response, "#editor tbody tr") == ["fda23 A warning", "ketalar A label 1 error to look at."]
        assert soup(response).select_one(".finding__line")["href"] == "?entry=ketalar"

    def test_one_is_changed(self, editor, data, folder):
        response = send(
            editor, data("sources.yaml"), "publish", "?entry=fda23", **{"f-checked_on": "2026-11-28", "f-year": ""}
        )
        assert response.url == url(data("sources.yaml"))
        expected = SOURCES.replace("checked_on: null", "checked_on: 2026-11-28").replace("year: 2023", "year: null")
        assert text_of(folder, "sources.yaml") == expected

    def test_one_is_added(self, editor, data, folder):
        new = {
            "f-key": "new26",
            "f-title": "A: study",
            "f-publisher": "X",
            "f-kind": "study",
            "f-link": "https://x.example/",
        }
        assert send(editor, data("sources.yaml"), "publish", "?entry=", **new).status_code == 302
        assert text_of(folder, "sources.yaml") == SOURCES + (
            "new26:\n  title: 'A: study'\n  publisher: X\n  year: null\n  kind: study\n  link: https://x.example/\n"
            "  checked_on: null\n"
        )

    def test_a_new_one_needs_a_key_that_is_free(self, editor, data):
        for key, message in (
            ("", "Write the term"),
            ("Placebo", "“Placebo” is there already. Choose another, or change that entry"),
            ("a" * 101, "Term: Ensure this value has at most 100 characters (it has 101)."),
        ):
            response = send(editor, data("glossary.yaml"), "save", "?entry=", **{"f-key": key, "f-value": "A word."})
            assert (response.status_code, words(response, ".error-summary li")) == (422, [message])
            assert soup(response).select_one('[name="f-value"]').text.strip() == "A word."

    def test_one_is_renamed_moved_and_removed(self, editor, data, folder):
        file = data("en/sections.yaml")
        new = {"f-key": "news", "f-value": "News", "f-position": "1"}
        assert send(editor, file, "publish", "?entry=", **new).status_code == 302
        assert text_of(folder, "en/sections.yaml") == f"news: News\n{SECTIONS}"
        renamed = {"f-key": "new", "f-position": "3"}
        assert send(editor, file, "publish", "?entry=news", **renamed).status_code == 302
        assert text_of(folder, "en/sections.yaml") == f"{SECTIONS}new: News\n"
        assert send(editor, file, "publish", "?entry=new", **{"f-remove": "on"}).status_code == 302
        assert text_of(folder, "en/sections.yaml") == SECTIONS

    @pytest.mark.parametrize(
        ("file", "entry", "place"),
        [
            ("sources.yaml", "fda23", "content/en/what-it-is.md , line 9"),
            ("en/sections.yaml", "about", "content/en/words.md , line 4"),
        ],
    )
    def test_one_that_pages_use_is_not_removed(self, editor, data, folder, monkeypatch, file, entry, place):
        monkeypatch.setattr("pages.catalogue.citations._in_other_apps", [])
        before = text_of(folder, file)
        response = send(editor, data(file), "publish", f"?entry={entry}", **{"f-remove": "on"})
        assert response.status_code == 422
        assert place in words(response, ".finding")[0]
        # The draft is without it, so there is no form to show.
        assert words(response, "#editor th a") == [
            key for key in ("fda23", "ketalar", "understand") if key in before and key != entry
        ]
        assert text_of(folder, file) == before

    def test_a_term_to_which_a_page_links_is_not_removed(self, editor, data, folder):
        folder.replace("en/what-it-is.md", "Nobody knows", "[A word](words.md#term-placebo). Nobody knows")
        response = send(editor, data("glossary.yaml"), "publish", "?entry=Placebo", **{"f-remove": "on"})
        assert response.status_code == 422
        assert "content/en/what-it-is.md , line 16" in words(response, ".finding")[0]

    def test_a_source_that_a_question_names_is_not_removed(self, editor, data, monkeypatch):
        monkeypatch.setattr("pages.catalogue.citations._in_other_apps", [])
        register_uses(lambda: {"ketalar": [Use("Question about the bladder", "/screening/questions/#bladder")]})
        response = send(editor, data("sources.yaml"), "publish", "?entry=ketalar", **{"f-remove": "on"})
        assert response.status_code == 422
        assert words(response, ".finding") == [
            "Error , the whole file: ketalar Question about the bladder names this source. Keep the source."
        ]

    def test_an_entry_that_does_not_exist_is_not_found_when_it_is_sent(self, editor, data):
        file = data("glossary.yaml")
        sent = fields_of(editor.get(f"{url(file)}?entry=Placebo"))
        assert editor.post(f"{url(file)}?entry=Nothing", sent | {"do": "save"}).status_code == 404
        assert words(editor.get(f"{url(file)}?entry=Nothing"), "#editor th a") == ["Placebo", "Off-label"]

    def test_a_forbidden_claim_is_not_published(self, editor, data, folder):
        response = send(editor, data("glossary.yaml"), "publish", "?entry=Placebo", **{"f-value": "It cures."})
        assert response.status_code == 422
        assert "Nothing here cures." in field(response, "value")
        clinic = send(editor, data("clinic.yaml"), "publish", **{"f-room": "A room that cures."})
        assert (clinic.status_code, "Nothing here cures." in field(clinic, "room")) == (422, True)


class TestRoles:
    def test_only_a_reviewer_changes_who_reviews_pages(self, editor, data, folder, person):
        file = data("people.yaml")
        response = send(editor, file, "publish", "?entry=dr-reed", **{"f-name": "Dr. Somebody Else"})
        assert response.status_code == 422
        assert words(response, ".finding") == [
            "Error , the whole file Only a reviewer can change who reviews pages. "
            "Save your draft, and ask a reviewer to publish it."
        ]
        assert text_of(folder, "people.yaml") == PEOPLE
        assert send(editor, file, "plan", at=LATER).status_code == 422
        assert not file.plans.exists()
        reviewer = Client()
        reviewer.force_login(person("lena", "view_contentpage", "change_contentpage", "publish_page", "review_page"))
        assert send(reviewer, file, "publish").status_code == 302
        assert text_of(folder, "people.yaml") == PEOPLE.replace("Dr. Reed", "Dr. Somebody Else")

    def test_an_editor_may_change_a_comment_in_the_file_of_people(self, editor, data, folder):
        file = data("people.yaml")
        sent = fields_of(editor.get(f"{url(file)}?as=text")) | {
            "text": f"# Real people only.\n{PEOPLE}",
            "do": "publish",
        }
        assert editor.post(f"{url(file)}?as=text", sent).status_code == 302
        assert text_of(folder, "people.yaml") == f"# Real people only.\n{PEOPLE}"

    def test_somebody_who_may_only_look_can_send_nothing(self, data, person):
        client, file = Client(), data("clinic.yaml")
        client.force_login(person("carl", "view_contentpage"))
        page = client.get(url(file))
        assert words(page, "#content-main button") == []
        assert client.post(url(file), fields_of(page) | {"do": "save"}).status_code == 403

    def test_a_data_file_cannot_be_taken_off_the_site(self, editor, data):
        file = data("clinic.yaml")
        assert not [link for link in soup(editor.get(url(file))).select("a") if "take-off" in link["href"]]
        response = editor.post(url(file, "take-off"), fields_of(editor.get(url(file, "take-off"))))
        assert response.status_code in (409, 422)


class TestConflict:
    def test_two_people_who_change_different_values_get_both(self, editor, data, folder, person):
        file, bob = data("clinic.yaml"), Client()
        bob.force_login(person("bob", role=True))
        opened = fields_of(bob.get(url(file)))
        assert send(editor, file, "publish", **{"f-name": "Pier Clinic"}).status_code == 302
        response = bob.post(url(file), opened | {"do": "publish", "f-made_by": "a drug store"})
        assert response.status_code == 409
        assert words(response, "[role=alert] h2") == ["Somebody else saved this file while you were writing"]
        both = fields_of(response)
        assert (both["f-name"], both["f-made_by"]) == ("Pier Clinic", "a drug store")
        assert bob.post(url(file), both | {"do": "publish"}).status_code == 302
        expected = CLINIC.replace("Quay Clinic", "Pier Clinic").replace("a pharmacy", "a drug store")
        assert text_of(folder, "clinic.yaml") == expected

    def test_two_people_who_change_the_same_value_see_both_and_nothing_is_lost(self, editor, data, folder, person):
        file, bob = data("clinic.yaml"), Client()
        bob.force_login(person("bob", role=True))
        opened = fields_of(bob.get(url(file)))
        send(editor, file, "publish", **{"f-name": "Pier Clinic"})
        response = bob.post(url(file), opened | {"do": "publish", "f-name": "Dock Clinic"})
        assert response.status_code == 409
        assert fields_of(response)["f-name"] == "Dock Clinic"
        assert "Pier Clinic" in words(response, ".compared__changed")[0]
        assert ("set-aside", "Bob Okafor", CLINIC.replace("Quay Clinic", "Dock Clinic")) in versions_of(file)
        assert text_of(folder, "clinic.yaml") == CLINIC.replace("Quay Clinic", "Pier Clinic")

    def test_a_button_of_a_page_that_is_older_does_nothing(self, editor, data):
        file = data("clinic.yaml")
        send(editor, file, "save", **{"f-name": "Pier Clinic"})
        old = soup(editor.get(url(file))).select_one(".editor__discard")
        sent = {control["name"]: control["value"] for control in old.select("input[name]")}
        send(editor, file, "save", **{"f-name": "Dock Clinic"})
        assert editor.post(url(file, "discard"), sent).status_code == 409
        assert "Dock Clinic" in fresh(file).draft.text


def test_the_site_stays_up_when_a_data_file_is_broken_outside_the_editor(editor, data, folder, client):
    data("clinic.yaml")
    folder.write("clinic.yaml", "name Quay\n")
    page = editor.get(url(data("clinic.yaml")))
    assert page.status_code == 200
    sent = fields_of(page) | {"text": CLINIC.replace("Quay Clinic", "Pier Clinic"), "do": "publish"}
    assert editor.post(url(data("clinic.yaml")), sent).status_code == 302
    assert folder.load().clinic.name == "Pier Clinic"


def test_every_field_of_every_form_has_a_label_of_its_own(editor, data, folder):
    folder.write("risks.yaml", "title: Risks\ntext: These are the risks.\n")
    folder.write("redirects.yaml", "/old.html: {to: words.md}\n")
    for file in DATA_FILES:
        record = data(file)
        page = editor.get(url(record))
        query = soup(page).select_one("#editor th a")
        form = BeautifulSoup(editor.get(url(record) + (query["href"] if query else "")).content, "html.parser")
        controls = form.select('#editor [name^="f-"]')
        labels = {label["for"]: label.text for label in form.select("#editor label")}
        assert controls, file
        assert all(labels.get(control["id"]) for control in controls), file
        described = [control["aria-describedby"] for control in controls if control.has_attr("aria-describedby")]
        assert all(form.find(id=part) for ids in described for part in ids.split()), file
        assert not re.search(r"_[a-z]", " ".join(labels.values())), file
