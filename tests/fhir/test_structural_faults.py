"""Each fault that the models of fhir.resources accept is found and named."""

from copy import deepcopy

import pytest
from fhir.resources.R4B.questionnaire import Questionnaire
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse

from tests.fhir.structural_faults import structural_faults

OPTIONS = [{"valueCoding": {"code": "pain:no"}}, {"valueCoding": {"code": "pain:yes"}}]
ANSWER_COUNTS = [{"question": "pain", "operator": "=", "answerCoding": {"code": "pain:yes"}}]
QUESTIONNAIRE = {
    "resourceType": "Questionnaire",
    "status": "draft",
    "item": [
        {
            "linkId": "body",
            "type": "group",
            "item": [
                {"linkId": "pain", "type": "choice", "answerOption": OPTIONS},
                {"linkId": "where", "type": "string", "enableWhen": ANSWER_COUNTS},
            ],
        }
    ],
}
RESPONSE = {
    "resourceType": "QuestionnaireResponse",
    "status": "completed",
    "item": [{"linkId": "body", "item": [{"linkId": "pain", "answer": [{"valueCoding": {"code": "pain:no"}}]}]}],
}


def with_status(questionnaire, response):
    questionnaire["status"] = "nope"


def with_response_status(questionnaire, response):
    response["status"] = "done"


def with_type(questionnaire, response):
    questionnaire["item"][0]["item"][0]["type"] = "bogus"


def with_a_link_id_twice(questionnaire, response):
    questionnaire["item"][0]["linkId"] = "where"
    response["item"][0]["linkId"] = "where"


def with_an_unknown_condition(questionnaire, response):
    questionnaire["item"][0]["item"][1]["enableWhen"][0]["question"] = "mood"


def with_a_later_condition(questionnaire, response):
    questionnaire["item"][0]["item"].reverse()


def with_a_group_of_options(questionnaire, response):
    questionnaire["item"][0]["answerOption"] = OPTIONS


def with_an_answer_to_nothing(questionnaire, response):
    response["item"][0]["item"][0]["linkId"] = "mood"


def with_a_code_not_on_offer(questionnaire, response):
    response["item"][0]["item"][0]["answer"][0]["valueCoding"]["code"] = "pain:maybe"


def with_an_empty_group(questionnaire, response):
    questionnaire["item"].append({"linkId": "mind", "type": "group"})


def with_an_item_in_a_text(questionnaire, response):
    hint = {"linkId": "hint", "type": "display", "text": "Any pain.", "item": [{"linkId": "more", "type": "string"}]}
    questionnaire["item"].append(hint)


def with_another_version(questionnaire, response):
    questionnaire |= {"url": "https://clinic.example/pain", "version": "2"}
    response["questionnaire"] = "https://clinic.example/pain|1"


def with_an_answer_in_another_group(questionnaire, response):
    response["item"] = response["item"][0]["item"]


def with_two_answers(questionnaire, response):
    response["item"][0]["item"][0]["answer"] *= 2


def with_another_order(questionnaire, response):
    response["item"][0]["item"].insert(0, {"linkId": "where", "answer": []})


PLANTED = {
    with_status: "the questionnaire has the unknown status nope",
    with_response_status: "the response has the unknown status done",
    with_type: "pain has the unknown type bogus",
    with_a_link_id_twice: "linkId where occurs twice",
    with_an_unknown_condition: "where depends on mood, which does not come before it",
    with_a_later_condition: "where depends on pain, which does not come before it",
    with_a_group_of_options: "body is a group and has answer options",
    with_an_answer_to_nothing: "the response answers mood, which the questionnaire lacks",
    with_a_code_not_on_offer: "pain is answered with pain:maybe, which is not on offer",
    with_an_empty_group: "mind is a group without items",
    with_an_item_in_a_text: "hint is a text and has items",
    with_another_version: "the response belongs to https://clinic.example/pain|1",
    with_an_answer_in_another_group: "pain stands in , not in body",
    with_two_answers: "pain takes one answer and has several",
    with_another_order: "the response has its items in another order",
}


def test_a_sound_questionnaire_with_a_sound_response_has_no_faults():
    assert structural_faults(QUESTIONNAIRE, RESPONSE) == []


@pytest.mark.parametrize(("plant", "fault"), PLANTED.items(), ids=lambda one: getattr(one, "__name__", ""))
def test_a_planted_fault_that_the_models_accept_is_found(plant, fault):
    questionnaire, response = deepcopy(QUESTIONNAIRE), deepcopy(RESPONSE)
    plant(questionnaire, response)
    Questionnaire.model_validate(questionnaire)
    QuestionnaireResponse.model_validate(response)
    assert structural_faults(questionnaire, response) == [fault]
