"""A clinician reads the rules and signs them, and the site says whether exactly these rules are approved."""

import re
import threading
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.db import OperationalError, connection
from django.db.models import ProtectedError
from django.test import Client

from bases.versions import NAME
from screening.earlier_rules import EARLIER
from screening.models import SignOff
from screening.proof import certificate
from screening.questionnaire import QUESTIONNAIRE
from screening.questionnaire.loosenings import LOOSENINGS
from screening.submissions.sign_off import approval_of_live_rules, approvals_of_live_rules
from staff.models import AccessEntry
from tests.desk import drawn_from, send
from tests.screening.review.staff_members import staff_member

ADD, RULES, LIST = "/staff/screening/signoff/add/", "/staff/screening/signoff/rules/", "/staff/screening/signoff/"
APPROVE = {"decision": "approve", "has_read": "on", "note": "", "fingerprint": QUESTIONNAIRE.fingerprint}
WITHDRAW = APPROVE | {"decision": "withdraw", "note": "D7 needs another look."}

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinician(client):
    ann = staff_member("ann", "add_signoff", "view_signoff")
    User.objects.filter(pk=ann.pk).update(last_name="Reyes")
    client.force_login(ann)
    return client


@pytest.fixture
def colleague():
    client = Client()
    client.force_login(staff_member("ben", "add_signoff", "view_signoff"))
    return client


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def errors(response):
    return [error.text for error in soup(response).select(".error-summary li")]


def test_nobody_has_approved_the_rules_at_first():
    assert approval_of_live_rules() is None


def test_a_clinician_reads_the_whole_rule_set_and_signs_it(clinician):
    page = soup(clinician.get(ADD)).text
    for question in QUESTIONNAIRE.questions:
        assert question.text in page
        assert all(choice.finding is None or choice.finding.words in page for choice in question.choices)
        assert question.hint in page
        assert all(sign in page for sign in question.listed)
    for decision in QUESTIONNAIRE.decisions:
        assert decision.why in page
    assert send(clinician, ADD, APPROVE)["Location"] == LIST
    [approval] = approvals_of_live_rules()
    assert (approval.ruleset_version, approval.ruleset_fingerprint, approval.signer, approval.approves) == (
        *(QUESTIONNAIRE.version, QUESTIONNAIRE.fingerprint, "Ann Reyes", True),
    )
    assert approval.signed_by.username == "ann"


def test_rules_that_loosen_something_need_the_approval_of_two_clinicians(clinician, colleague):
    send(clinician, ADD, APPROVE)
    assert approval_of_live_rules() is None
    text = " ".join(soup(clinician.get(RULES)).select_one(".rules-head").text.split())
    assert "one of two clinicians, by Ann Reyes on" in text
    assert "Another clinician must approve them too" in text
    send(colleague, ADD, APPROVE)
    assert [approval.signer for approval in approvals_of_live_rules()] == ["Ann Reyes", "Ben"]
    assert approval_of_live_rules().signer == "Ben"
    text = " ".join(soup(clinician.get(RULES)).select_one(".rules-head").text.split())
    assert "by Ann Reyes on" in text
    assert "by Ben on" in text
    assert "Another clinician" not in text


def test_a_clinician_who_approves_twice_counts_once_and_is_told_so(clinician):
    send(clinician, ADD, APPROVE)
    assert errors(send(clinician, ADD, APPROVE)) == [
        "You have approved these rules already. Another clinician has to approve them too."
    ]
    SignOff.objects.create(
        ruleset_version=QUESTIONNAIRE.version,
        ruleset_fingerprint=QUESTIONNAIRE.fingerprint,
        approves=True,
        signed_by=User.objects.get(username="ann"),
        signer="Ann, by another way",
    )
    assert [approval.signer for approval in approvals_of_live_rules()] == ["Ann Reyes"]
    assert approval_of_live_rules() is None


def test_rules_that_loosen_nothing_need_one_clinician(clinician, monkeypatch):
    monkeypatch.setattr("screening.submissions.sign_off.CLINICIANS_NEEDED", 1)
    send(clinician, ADD, APPROVE)
    assert approval_of_live_rules().signer == "Ann Reyes"


def test_a_clinician_reads_everything_that_is_milder_than_before(clinician):
    page = soup(clinician.get(ADD)).text
    assert all(loosening.words in page for loosening in LOOSENINGS)
    # The bridge between rules 1.0.1 and 2.0.0 finds them.
    bridge = yaml.safe_load(Path("tests/screening/bridge_1_0_1.yaml").read_text(encoding="utf-8"))
    assert [loosening.id for loosening in LOOSENINGS] == list(bridge["loosenings"])


def test_an_approval_is_withdrawn_with_a_reason_by_a_second_entry(clinician, colleague):
    send(clinician, ADD, APPROVE)
    send(colleague, ADD, APPROVE)
    assert errors(send(clinician, ADD, WITHDRAW | {"note": ""})) == ["Write why you withdraw the approval"]
    send(clinician, ADD, WITHDRAW)
    assert approvals_of_live_rules() == ()
    assert list(SignOff.objects.values_list("approves", "note")) == [
        (False, "D7 needs another look."),
        (True, ""),
        (True, ""),
    ]
    send(clinician, ADD, APPROVE)
    assert approval_of_live_rules() is None
    send(colleague, ADD, APPROVE)
    assert approval_of_live_rules() is not None


def test_one_approval_of_two_can_be_withdrawn(clinician, colleague):
    send(clinician, ADD, APPROVE)
    send(colleague, ADD, WITHDRAW)
    assert approvals_of_live_rules() == ()


def test_who_has_not_read_why_a_colleague_withdrew_the_approval_cannot_approve(clinician, colleague):
    send(clinician, ADD, APPROVE)
    old_page = drawn_from(colleague, ADD)
    send(clinician, ADD, WITHDRAW)
    response = colleague.post(ADD, old_page | APPROVE | {"note": "Fine."})
    assert (response.status_code, SignOff.objects.count()) == (409, 2)
    [withdrawn] = soup(response).select(".stale li")
    assert re.fullmatch(
        r"Ann Reyes, .*, \d+:\d\d [AP]M: withdrawn these rules: D7 needs another look\.", withdrawn.text
    )
    assert soup(response).select_one("[name=decision][checked]")["value"] == "approve"
    assert soup(response).select_one("[name=note]").text.strip() == "Fine."
    again = {NAME: soup(response).select_one(f"[name={NAME}]")["value"]}
    assert colleague.post(ADD, again | APPROVE).status_code == 302


def test_who_has_not_read_a_new_signature_cannot_withdraw_it(clinician, colleague):
    send(clinician, ADD, APPROVE)
    old_page = drawn_from(clinician, ADD)
    send(colleague, ADD, APPROVE)
    assert clinician.post(ADD, old_page | WITHDRAW).status_code == 409
    assert len(approvals_of_live_rules()) == 2


@pytest.mark.django_db(transaction=True)
def test_one_of_two_signatures_at_the_same_moment_is_made_without_the_other():
    people = [staff_member(name, "add_signoff", "view_signoff") for name in ("ann", "ben")]
    clients = [Client(), Client()]
    for client, person in zip(clients, people, strict=True):
        client.force_login(person)
    pages = [drawn_from(client, ADD) for client in clients]
    start, statuses = threading.Barrier(2), []

    def sign(client, page):
        start.wait()
        statuses.append(client.post(ADD, page | APPROVE).status_code)
        connection.close()

    threads = [threading.Thread(target=sign, args=both) for both in zip(clients, pages, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sorted(statuses), SignOff.objects.count()) == ([302, 409], 1)


def test_a_signature_and_its_withdrawal_are_in_the_access_log(clinician):
    for decision in (APPROVE, WITHDRAW):
        send(clinician, ADD, decision)
    rules = (f"rules {QUESTIONNAIRE.version}", QUESTIONNAIRE.fingerprint)
    assert list(AccessEntry.objects.order_by("id").values_list("actor", "action", "subject", "detail")) == [
        ("ann", "signed-rules", rules[0], f"approved: {rules[1]}"),
        ("ann", "signed-rules", rules[0], f"withdrawn: {rules[1]}"),
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"decision": ""}, "Select what you decide"),
        ({"has_read": ""}, "Check the box once you have read the rules"),
        ({"fingerprint": "0" * 64}, "The rules changed since you opened this page. Open it again and read them."),
        ({"decision": "withdraw", "note": "x"}, "Nobody has approved these rules: there is nothing to withdraw."),
    ],
)
def test_an_invalid_signature_is_rejected_with_a_message(clinician, change, message):
    response = send(clinician, ADD, APPROVE | change)
    assert message in errors(response)
    assert SignOff.objects.count() == 0


def test_rules_that_are_not_proven_cannot_be_approved(clinician, monkeypatch, tmp_path):
    monkeypatch.setattr(certificate, "CERTIFICATE", tmp_path / "none.json")
    assert errors(send(clinician, ADD, APPROVE)) == ["These rules are not proven yet, so they cannot be approved."]
    assert "These rules are not proven" in clinician.get(RULES).content.decode()


@pytest.mark.parametrize(
    ("version", "fingerprint"),
    [
        ("1", "0" * 64),
        ("1.0.1", EARLIER["1.0.1"].fingerprint),
        (QUESTIONNAIRE.version, "0" * 64),
        ("1.0.1", QUESTIONNAIRE.fingerprint),
    ],
)
def test_rules_are_not_approved_by_signatures_of_other_rules(version, fingerprint):
    for name in ("ann", "ben"):
        person = User.objects.create_user(name)
        SignOff.objects.create(
            ruleset_version=version, ruleset_fingerprint=fingerprint, approves=True, signed_by=person, signer=name
        )
    assert approvals_of_live_rules() == ()
    assert approval_of_live_rules() is None


def test_a_signature_is_never_changed_or_deleted(clinician):
    send(clinician, ADD, APPROVE)
    sign_off = SignOff.objects.get()
    with pytest.raises(TypeError):
        sign_off.save()
    with pytest.raises(TypeError):
        sign_off.delete()
    with pytest.raises(ProtectedError):
        User.objects.get(username="ann").delete()
    url = f"{LIST}{sign_off.pk}/"
    assert clinician.post(f"{url}change/", {"note": "x"}).status_code == 403
    assert clinician.post(f"{url}delete/", {"post": "yes"}).status_code == 403
    assert "Ann Reyes" in clinician.get(f"{url}change/").content.decode()


@pytest.mark.parametrize(("codenames", "reads", "signs"), [([], 403, 403), (["view_signoff"], 200, 403)])
def test_reading_and_signing_need_their_permissions(client, codenames, reads, signs):
    client.force_login(staff_member("rae", *codenames))
    assert client.get(RULES).status_code == reads
    assert client.post(ADD, APPROVE).status_code == signs
    assert SignOff.objects.count() == 0


def test_a_visitor_is_asked_to_sign_in(client):
    for url in (ADD, RULES, LIST):
        assert "/staff/login/" in client.get(url)["Location"]


def test_the_rules_page_names_the_decision_behind_a_level_and_the_source_behind_a_question(clinician):
    page = soup(clinician.get(RULES))
    rule = next(article for article in page.select(".rule") if "pressure_told" in article.h3.text)
    row = next(row for row in rule.select("tbody tr") if "treated_checked" in row.td.text)
    assert [cell.text.strip() for cell in row.select("td")][1::2] == ["note", "D1"]
    assert "Spravato (esketamine) nasal spray, US label" in rule.text
    assert page.find(id="D1")


def test_the_rules_page_names_the_cause_of_an_urgent_answer(clinician):
    page = soup(clinician.get(RULES))
    rule = next(article for article in page.select(".rule") if "unusual_experiences" in article.h3.code.text)
    levels = {row.code.text: row.select_one(".level").text for row in rule.select("tbody tr")}
    assert levels["yes_command_self"] == "urgent (suicide)"
    assert levels["yes_after_birth"] == "urgent (after_birth)"


NOT_APPROVED = "Our clinicians have not signed off on these rules yet"


def test_the_start_page_says_whether_the_live_rules_are_approved(clinician, colleague, client):
    text = client.get("/screening/").content.decode()
    assert NOT_APPROVED in text
    assert f"{len(QUESTIONNAIRE.decisions)} decisions" in text
    send(clinician, ADD, APPROVE)
    assert NOT_APPROVED in client.get("/screening/").content.decode()
    send(colleague, ADD, APPROVE)
    text = client.get("/screening/").content.decode()
    assert NOT_APPROVED not in text
    assert f"(version {QUESTIONNAIRE.version})" in text
    assert "Reyes" not in text
    send(clinician, ADD, WITHDRAW)
    assert NOT_APPROVED in client.get("/screening/").content.decode()


def test_without_a_database_the_rules_count_as_not_approved(client, monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("the database does not answer")

    monkeypatch.setattr(SignOff.objects, "filter", refuse)
    assert NOT_APPROVED in client.get("/screening/").content.decode()


def test_the_published_questionnaire_is_a_draft_until_it_is_approved(clinician, colleague, client):
    url = "/fhir/Questionnaire/kat-screening"
    assert client.get(url).json()["status"] == "draft"
    send(clinician, ADD, APPROVE)
    assert client.get(url).json()["status"] == "draft"
    send(colleague, ADD, APPROVE)
    assert client.get(url).json()["status"] == "active"
