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
