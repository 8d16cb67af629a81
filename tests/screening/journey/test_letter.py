"""The letter for a doctor is complete, made on every request, and never stored."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User

from screening.models import SignOff, Submission
from screening.questionnaire import QUESTIONNAIRE
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import begin, walk

pytestmark = pytest.mark.django_db

ANSWERS = CLEAR | {"blood_pressure": "uncontrolled", "age": "65_plus", "medicines": ["opioid", "lamotrigine"]}


def letter_url(check_url):
    return check_url.replace("check-your-answers", "letter-for-my-doctor")


def letter(client, answers):
    return BeautifulSoup(client.get(letter_url(walk(client, answers))).content, "html.parser")


def words(element):
    return " ".join(element.get_text(" ").split())


def test_the_letter_has_every_question_and_answer_as_the_person_read_it(client):
    page = letter(client, ANSWERS)
    rows = {words(row.dt): words(row.dd) for row in page.select(".summary-list__row")}
    expected = {}
    for question_id, answer in ANSWERS.items():
        question = QUESTIONNAIRE.by_id[question_id]
        expected[question.text] = " ".join(choice.text for _, choice in question.read(answer))
    assert rows == expected


def test_each_finding_is_given_in_plain_and_clinical_words_worst_first(client):
    page = letter(client, ANSWERS)
    cells = [[words(cell) for cell in row.find_all(["th", "td"])] for row in page.select(".letter__findings tbody tr")]
    assert [row[0] for row in cells] == [
        "Blood pressure Contraindication as things stand",
        "Medicines To be assessed by a clinician before booking",
        "Your age Note for the visit",
        "Medicines Note for the visit",
    ]
    first = QUESTIONNAIRE.by_id["blood_pressure"]
    assert cells[0][1:3] == [first.by_id["uncontrolled"].text, first.by_id["uncontrolled"].finding.words]
    assert cells[0][3].startswith("Uncontrolled hypertension (usually 140/90 or more, or untreated)")
    sources = page.select(".letter__sources li")
    assert cells[0][3].endswith(f"[{', '.join(str(n) for n in range(1, len(first.sources) + 1))}]")
    assert len(sources) == len(
        {
            source
            for question in ("blood_pressure", "medicines", "age")
            for source in QUESTIONNAIRE.by_id[question].sources
        }
    )


def test_the_letter_says_what_it_is_and_leaves_room_for_a_reply(client):
    page = words(letter(client, ANSWERS).main)
    for said in (
        "Your patient answered a questionnaire",
        "This is not a diagnosis, not a referral and not a request to prescribe.",
        "Name and date of birth (fill in by hand; we did not ask)",
        "Your reply",
        "Name, signature, date",
        f"Rule set {QUESTIONNAIRE.version}, fingerprint {QUESTIONNAIRE.fingerprint[:12]}, not yet signed off",
    ):
        assert said in page


def test_it_says_when_the_rules_are_approved(client):
    ann = User.objects.create_user("ann")
    ruleset = {"ruleset_version": QUESTIONNAIRE.version, "ruleset_fingerprint": QUESTIONNAIRE.fingerprint}
    SignOff.objects.create(approves=True, signed_by=ann, signer="Ann", **ruleset)
    assert "signed off by a clinician on" in words(letter(client, CLEAR).main)


def test_without_a_finding_it_says_so(client):
    assert "No answer led to a finding." in words(letter(client, CLEAR).main)


def test_for_somebody_else_it_does_not_say_that_the_patient_answered(client):
    page = words(letter(client, CLEAR | {"answering_for": "other"}).main)
    assert "Someone answered a questionnaire about ketamine-assisted therapy for your patient." in page
    assert "Your patient answered" not in page


def test_nothing_is_stored_for_it(client):
    letter(client, ANSWERS)
    assert Submission.objects.count() == 0


def test_the_letter_is_the_same_after_sending_and_gone_with_the_submission(client):
    check = walk(client, ANSWERS)
    before = words(BeautifulSoup(client.get(letter_url(check)).content, "html.parser").main)
    client.post(check, {"consent": "on"})
    assert words(BeautifulSoup(client.get(letter_url(check)).content, "html.parser").main) == before
    Submission.objects.all().delete()
    assert client.get(letter_url(check)).status_code == 410


def test_it_needs_a_finished_questionnaire_in_this_browser(client):
    attempt = begin(client)
    url = f"/screening/{attempt}/letter-for-my-doctor/"
    assert client.get(url).status_code == 410
    client.post(f"/screening/{attempt}/answering-for/", {"answer": "self"})
    assert client.get(url)["Location"] == f"/screening/{attempt}/age/"
    assert client.post(url).status_code == 405


def test_the_result_leads_to_it(client):
    check = walk(client, CLEAR)
    result = BeautifulSoup(client.get(check.replace("check-your-answers", "result")).content, "html.parser")
    assert result.find("a", href=letter_url(check)).text == "Open a letter for your doctor"
