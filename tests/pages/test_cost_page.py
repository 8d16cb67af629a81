import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from playwright.sync_api import expect

from pages.catalogue import current
from pages.cost import estimate


def page(client: Client, query: str = "") -> BeautifulSoup:
    response = client.get(f"/cost/{query}")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def summed(soup: BeautifulSoup) -> str:
    return soup.select_one(".estimate__sum").text


def test_the_page_first_shows_the_whole_course_and_what_is_not_included(client: Client) -> None:
    soup = page(client)
    assert summed(soup) == str(estimate(current().clinic).total)
    missing = soup.find(id="not-in-it").find_next_sibling("ul")
    assert len(missing.find_all("li")) >= 5
    assert soup.find(id="insurance").find_next_sibling("p").text.startswith("Often not")
    assert [link["href"] for link in soup.select('link[rel="canonical"]')] == ["http://127.0.0.1:8000/cost/"]


def test_without_a_script_the_form_sends_a_get_request(client: Client) -> None:
    soup = page(client, "?preparation=1&medicine=6&integration=4&extra=2&plan_pays=50")
    clinic = current().clinic
    expected = estimate(clinic, preparation=1, medicine=6, integration=4, extra=2, plan_pays=50)
    assert summed(soup) == str(expected.total)
    rows = [[cell.text for cell in row.find_all(["th", "td"])] for row in soup.select("#estimate tbody tr")]
    assert [row[0] for row in rows] == [
        *(part.name for part in expected.parts),
        "Less what your plan pays",
        "You pay",
    ]
    assert rows[-1][-1] == str(expected.total)
    assert soup.select_one('select[name="medicine"] option[selected]')["value"] == "6"
    assert soup.select_one('meta[name="robots"]')["content"] == "noindex"


def test_an_error_shows_at_its_field_and_at_the_top(client: Client) -> None:
    soup = page(client, "?medicine=6&plan_pays=lots")
    [link] = soup.select(".error-summary a")
    assert link.text == "Enter a whole number of dollars from 0 to 1,000, like 50"
    assert soup.select_one(link["href"])["name"] == "plan_pays"
    assert soup.title.text.startswith("Error: ")
    assert summed(soup) == str(estimate(current().clinic, medicine=6).total)


def test_a_response_to_chosen_numbers_is_not_cached(client: Client) -> None:
    response = client.get("/cost/?medicine=6")
    assert not response.cookies
    assert "public" not in response.get("Cache-Control", "")
    assert client.post("/cost/", {"medicine": "6"}).status_code == 405


def test_the_cacheable_page_has_all_fields(client: Client) -> None:
    response = client.get("/cost/")
    assert response["Cache-Control"] == "public, max-age=300"
    names = re.findall(r' name="([a-z_]+)"', response.content.decode().partition("<form")[2].partition("</form>")[0])
    assert names == ["preparation", "medicine", "integration", "extra", "plan_pays"]


@pytest.mark.browser
def test_with_a_script_the_sum_changes_with_every_choice(transactional_db, live_server, page) -> None:
    clinic = current().clinic
    page.goto(f"{live_server.url}/cost/")
    total = page.locator(".estimate__sum")
    page.get_by_label("Medicine sessions").select_option("6")
    expect(total).to_have_text(str(estimate(clinic, medicine=6).total))
    page.get_by_label("More talks with a therapist").select_option("3")
    expect(total).to_have_text(str(estimate(clinic, medicine=6, extra=3).total))
    dollars = page.get_by_label("Dollars your insurance plan pays for each talk")
    dollars.fill("50")
    expected = estimate(clinic, medicine=6, extra=3, plan_pays=50)
    expect(total).to_have_text(str(expected.total))
    expect(page.locator("#estimate table")).to_contain_text(f"Less what your plan pays{expected.plan_pays}")
    assert page.url == f"{live_server.url}/cost/"
    dollars.fill("lots")
    page.get_by_role("button", name="Add it up").click()
    expect(page.locator(".error-summary")).to_be_visible()


@pytest.mark.browser
def test_without_a_script_the_button_does_the_same(transactional_db, live_server, browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/cost/")
    page.get_by_label("Medicine sessions").select_option("6")
    page.get_by_role("button", name="Add it up").click()
    expect(page.locator(".estimate__sum")).to_have_text(str(estimate(current().clinic, medicine=6).total))
    context.close()
