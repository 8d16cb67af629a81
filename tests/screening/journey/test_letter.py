"""The letter for a doctor: the findings first, then what was clear; made on every request, and never stored."""

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.utils import formats, timezone

from pages import catalogue
from screening.journey.results import NAMES
from screening.models import SignOff, Submission
from screening.questionnaire import QUESTIONNAIRE
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import agree, begin, walk

pytestmark = pytest.mark.django_db

ANSWERS = CLEAR | {"pressure_told": "untreated", "age": "65_plus", "medicines": ["opioid", "lamotrigine"]}


def letter_url(check_url):
    return check_url.replace("check-your-answers", "letter-for-my-doctor")


def letter(client, answers):
    return BeautifulSoup(client.get(letter_url(walk(client, answers))).content, "html.parser")


def words(element):
    return " ".join(element.get_text(" ").split())


def findings_on(page):
    return [[words(cell) for cell in row.find_all(["th", "td"])] for row in page.select(".letter__findings tbody tr")]


def test_each_finding_is_given_in_plain_and_clinical_words_worst_first(client):
    cells = findings_on(letter(client, ANSWERS))
    assert [row[0] for row in cells] == [
        "High blood pressure Contraindication as things stand",
        "Medicines To be assessed by a clinician before booking",
        "Your age Note for the visit",
        "Medicines Note for the visit",
    ]
    first = QUESTIONNAIRE.by_id["pressure_told"]
    assert cells[0][1:3] == [first.by_id["untreated"].text, first.by_id["untreated"].finding.words]
    assert cells[0][3].startswith(f"{first.criterion[0].upper()}{first.criterion[1:]}. [")


def test_every_answer_without_a_finding_is_in_one_paragraph_by_topic(client):
    page = letter(client, ANSWERS)
    [paragraph] = page.select(".letter__clear p")
    clear = {question: answer for question, answer in CLEAR.items() if ANSWERS[question] == answer}
    expected = []
    for question_id, answer in clear.items():
        question = QUESTIONNAIRE.by_id[question_id]
        [(_, choice)] = question.read(answer)
        name = NAMES.get(question_id, question.topic)
        expected.append(f"{name[0].upper()}{name[1:]}: {choice.text}.")
    assert words(paragraph) == " ".join(expected)
    assert not page.select(".summary-list")


def test_an_answer_of_a_list_that_led_to_no_finding_is_among_the_clear_ones(client):
    answers = {"health_history": ["glaucoma", "other_health"], "glaucoma": "no"}
    page = letter(client, CLEAR | answers)
    clear = words(page.select_one(".letter__clear p"))
    assert f"Your health history: {QUESTIONNAIRE.by_id['health_history'].by_id['glaucoma'].text}." in clear
    assert "Glaucoma: No." in clear
    assert len(findings_on(page)) == 1


def test_a_finding_names_its_two_strongest_sources(client):
    assert QUESTIONNAIRE.by_id["alcohol_days"].sources == ("niaaa-1", "ketalar24", "ox")
    page = letter(client, CLEAR | {"alcohol_days": "4_15"})
    known = catalogue.current().sources
    label, study = (words(source) for source in page.select(".letter__sources li"))
    assert label.startswith(known["ketalar24"].title)
    assert study.startswith(known["niaaa-1"].title)
    assert study.endswith("2009. Read so far: the abstract.")
    assert findings_on(page)[0][3].endswith(" [1, 2]")


def test_a_finding_names_other_clinics_only_if_there_is_no_stronger_source(client):
    [ride] = letter(client, CLEAR | {"ride_home": "no"}).select(".letter__sources li")
    [cannabis] = letter(client, CLEAR | {"cannabis_days": "some"}).select(".letter__sources li")
    assert words(ride).startswith("Spravato (esketamine) nasal spray, US label")
    assert words(cannabis).startswith("Ketamine service, limitations, October 2018, Oxford Health")


def test_the_letter_says_what_it_is_and_leaves_room_for_a_reply(client):
    page = letter(client, ANSWERS)
    assert page.h1.text == page.title.text.partition(" - ")[0] == "Screening result"
    text = words(page.main)
    for said in (
        "answers to a questionnaire about ketamine-assisted therapy",
        "This is not a diagnosis, not a referral, and not a request to prescribe.",
        "Name and date of birth (fill in by hand; we did not ask)",
        "Your reply",
        "Name, signature, date",
        f"Rule set {QUESTIONNAIRE.version}, fingerprint {QUESTIONNAIRE.fingerprint[:12]}, not yet signed off",
    ):
        assert said in text
    assert "We did not ask about everything." not in text


def test_only_the_letter_has_the_fingerprint_of_the_rules(client):
    check_url = walk(client, CLEAR)
    result = client.get(check_url.replace("check-your-answers", "result")).content.decode()
    assert QUESTIONNAIRE.fingerprint[:12] not in result
    assert f"Rules {QUESTIONNAIRE.version}" in result


def test_the_letter_and_the_result_say_how_many_clinicians_have_approved_the_rules(client):
    ruleset = {"ruleset_version": QUESTIONNAIRE.version, "ruleset_fingerprint": QUESTIONNAIRE.fingerprint}
    said = []
    for approvals in range(3):
        if approvals:
            user = User.objects.create_user(f"clinician-{approvals}")
            SignOff.objects.create(approves=True, signed_by=user, signer=user.username, **ruleset)
        check_url = walk(client, CLEAR)
        urls = (check_url.replace("check-your-answers", "result"), letter_url(check_url))
        pages = [words(BeautifulSoup(client.get(url).content, "html.parser").main) for url in urls]
        [text] = {re.search(r", ((?:not yet )?signed off [^.]+)\.", page)[1] for page in pages}
        said.append(text)
    signed_at = formats.date_format(timezone.localdate(), "F j, Y")
    assert said == [
        "not yet signed off by our clinicians (0 of 2)",
        "not yet signed off by our clinicians (1 of 2)",
        f"signed off by our clinicians (2 of 2) on {signed_at}",
    ]


def test_without_a_finding_it_says_so_and_that_not_everything_was_asked(client):
    text = words(letter(client, CLEAR).main)
    assert "No answer led to a finding." in text
    assert "We did not ask about everything." in text


def test_nothing_is_stored_for_it(client):
    letter(client, ANSWERS)
    assert Submission.objects.count() == 0


def test_the_letter_is_the_same_after_sending_and_gone_with_the_submission(client):
    check = walk(client, ANSWERS)
    before = words(BeautifulSoup(client.get(letter_url(check)).content, "html.parser").main)
    agree(client, check)
    assert words(BeautifulSoup(client.get(letter_url(check)).content, "html.parser").main) == before
    Submission.objects.all().delete()
    assert client.get(letter_url(check)).status_code == 410


def test_it_needs_a_finished_questionnaire_in_this_browser(client):
    attempt = begin(client)
    url = f"/screening/{attempt}/letter-for-my-doctor/"
    assert client.get(url).status_code == 410
    client.post(f"/screening/{attempt}/answering-for/", {"answering_for": "self"})
    assert client.get(url)["Location"] == f"/screening/{attempt}/age/"
    assert client.post(url).status_code == 405


def test_the_result_leads_to_it(client):
    check = walk(client, CLEAR)
    result = BeautifulSoup(client.get(check.replace("check-your-answers", "result")).content, "html.parser")
    assert result.find("a", href=letter_url(check)).text == "Open a letter for your doctor"
