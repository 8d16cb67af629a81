"""The questionnaire and a submission as FHIR R4: valid, complete, and with the texts of the site."""

import json
from datetime import datetime, timedelta, timezone

import pytest
from fhir.resources.R4B.questionnaire import Questionnaire as QuestionnaireModel
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse as ResponseModel

from screening.assessment import assess
from screening.earlier_rules import EARLIER
from screening.exports.fhir import as_json, questionnaire_resource, response_resource
from screening.path import on_path
from screening.questionnaire import QUESTIONNAIRE
from screening.record import Record, RecordedAnswer, RecordedFinding, RecordedQuestion
from screening.vocabulary.conditions import ALWAYS, AllOf, Answered, AnyOf
from screening.vocabulary.dispositions import Level
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Choice, Question, Section
from tests.fhir.structural_faults import items_of, structural_faults
from tests.screening.answer_sets import CLEAR, clear_except

SITE = "https://clinic.example"
CODES = f"{SITE}/fhir/CodeSystem/kat-screening"
RECEIVED = datetime(2026, 5, 22, 11, 30, 15, 123456, tzinfo=timezone(timedelta(hours=2)))
ASKED = [question for question in QUESTIONNAIRE.questions if not question.asked_within]
EVERY_CHOICE = [(question.id, choice.id) for question in ASKED for choice in question.choices]


def published(questionnaire=QUESTIONNAIRE):
    return questionnaire_resource(questionnaire, SITE, "Sample Clinic", "draft")


def response_to(record, version=QUESTIONNAIRE.version, rules=QUESTIONNAIRE):
    sent = {"reference": "ABCD-1234", "received_at": RECEIVED, "version": version, "record": record}
    return response_resource(rules, SITE, **sent)


def through(model, resource):
    """The resource as a FHIR library reads and writes it: unknown fields are an error, lost fields a difference."""
    return json.loads(model.model_validate_json(as_json(resource)).model_dump_json())


def a_question(question_id, ask_when=ALWAYS, **fields):
    choices = (Choice("no", "No"), Choice("yes", "Yes"), Choice("maybe", "Maybe"))
    fields = {"topic": question_id, "text": f"{question_id}?", "criterion": "", "choices": choices} | fields
    return Question(id=question_id, ask_when=ask_when, **fields)


def items_by_id(resource):
    return {item["linkId"]: item for item in items_of(resource)}


def coding(question_id, choice_id, display):
    return {"system": CODES, "code": f"{question_id}:{choice_id}", "display": display}


def extension(name, system, code):
    concept = {"coding": [{"system": f"http://hl7.org/fhir/questionnaire-{system}", "code": code}]}
    return {"url": f"http://hl7.org/fhir/StructureDefinition/questionnaire-{name}", "valueCodeableConcept": concept}


def test_the_questionnaire_is_valid_and_sound():
    resource = published()
    assert through(QuestionnaireModel, resource) == resource
    assert structural_faults(resource) == []


def test_the_questionnaire_names_itself_its_rules_and_what_it_does_not_contain():
    head = {name: value for name, value in published().items() if name != "item"}
    assert "urgent" in head.pop("description")
    assert "clinician" in head.pop("purpose")
    assert head == {
        "resourceType": "Questionnaire",
        "id": "kat-screening",
        "url": "https://clinic.example/fhir/Questionnaire/kat-screening",
        "identifier": [{"system": f"{SITE}/fhir/ruleset-fingerprint", "value": QUESTIONNAIRE.fingerprint}],
        "version": QUESTIONNAIRE.version,
        "name": "KatScreening",
        "title": "Screening questionnaire",
        "status": "draft",
        "subjectType": ["Patient"],
        "publisher": "Sample Clinic",
    }


def worded(question):
    """The text of a question's item, with the listed signs one a line."""
    return "\n".join([question.text, *(f"- {sign}" for sign in question.listed)])


def with_groups_as_lists(items):
    """(linkId, text) of each item, and (linkId, [...]) of each group."""
    return [
        (item["linkId"], with_groups_as_lists(item["item"]))
        if item["type"] == "group"
        else (item["linkId"], item["text"])
        for item in items
    ]


def test_every_section_screen_and_question_occurs_once_in_the_order_asked():
    def screen(number, questions):
        items = [(question.id, worded(question)) for question in questions]
        return items if len(items) == 1 else [(f"screen.{number}", items)]

    numbers = iter(range(1, 100))
    expected = []
    for section in QUESTIONNAIRE.sections:
        items = []
        for shown in QUESTIONNAIRE.screens:
            if shown.section == section:
                items += screen(None if shown.first.is_follow_up else next(numbers), shown.questions)
        expected.append((f"section.{section.id}", items))
    assert with_groups_as_lists(published()["item"]) == expected
    assert [item["text"] for item in published()["item"]] == [section.title for section in QUESTIONNAIRE.sections]


def test_screens_are_numbered_as_a_person_counts_them_who_is_asked_no_follow_up():
    section = dict(with_groups_as_lists(published()["item"]))
    assert [name for name, _ in section["section.safety"]] == [
        *("emergency_signs", "screen.4", "screen.5", "screen.6", "harm_to_others"),
    ]
    assert [name for name, _ in section["section.health"]][-2:] == ["memory", "screen.19"]
    assert [name for name, _ in section["section.readiness"]] == ["screen.21"]


def test_every_choice_is_on_offer_once_in_the_order_shown():
    options = {item["linkId"]: item["answerOption"] for item in items_of(published()) if "answerOption" in item}
    assert {one: [option["valueCoding"] for option in offered] for one, offered in options.items()} == {
        question.id: [coding(question.id, choice.id, choice.text) for choice in question.choices] for question in ASKED
    }
    assert {one: item["repeats"] for one, item in items_by_id(published()).items() if "repeats" in item} == {
        question.id: question.select_all for question in ASKED
    }


def test_listed_signs_are_lines_of_the_text_and_a_list_in_markdown():
    question = a_question("pain", text="Any of these?", listed=("Chest pain.", "A seizure."))
    resource = published(Questionnaire("1", (Section("body", "Body", (question,)),)))
    item = items_by_id(resource)["pain"]
    markdown = {
        "url": "http://hl7.org/fhir/StructureDefinition/rendering-markdown",
        "valueMarkdown": "Any of these?\n\n- Chest pain.\n- A seizure.",
    }
    assert item["text"] == "Any of these?\n- Chest pain.\n- A seizure."
    assert item["_text"] == {"extension": [markdown]}
    assert through(QuestionnaireModel, resource) == resource


def test_nothing_says_what_an_answer_leads_to():
    text = as_json(published()).decode()
    findings = [choice.finding for question in ASKED for choice in question.choices if choice.finding]
    assert [finding.words for finding in findings if finding.words in text] == []
    keys = {key for item in items_of(published()) for key in item}
    assert keys == {
        *("linkId", "text", "_text", "type", "item", "extension", "required", "repeats", "answerOption"),
        *("enableWhen", "enableBehavior"),
    }


def test_rules_1_0_1_are_published_as_they_were_but_retired():
    resource = questionnaire_resource(EARLIER["1.0.1"], SITE, "Sample Clinic", "retired")
    assert through(QuestionnaireModel, resource) == resource
    assert structural_faults(resource) == []
    assert (resource["url"], resource["version"]) == (published()["url"], "1.0.1")
    assert [name for name, _ in with_groups_as_lists(resource["item"])] == [
        f"section.{section.id}" for section in EARLIER["1.0.1"].sections
    ]
    retired = items_by_id(resource).keys() - items_by_id(published()).keys()
    assert {"suicide_now", "blood_pressure", "brain_vessels"} < retired
    assert not [name for name in items_by_id(resource) if name.startswith("screen.")]


def test_a_question_has_its_hint_its_reason_and_its_exclusive_choice():
    none, pill = Choice("none", "None", excludes_others=True), Choice("pill", "A pill")
    question = a_question("pain", hint="Any pain", why="It matters.", select_all=True, choices=(pill, none))
    [section] = published(Questionnaire("1", (Section("body", "Body", (question,)),)))["item"]
    alone = {"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive", "valueBoolean": True}
    instructions = extension("displayCategory", "display-category", "instructions")
    help_text = extension("itemControl", "item-control", "help")
    assert section["item"] == [
        {
            "extension": [extension("itemControl", "item-control", "check-box")],
            "linkId": "pain",
            "text": "pain?",
            "type": "choice",
            "required": True,
            "repeats": True,
            "answerOption": [
                {"valueCoding": coding("pain", "pill", "A pill")},
                {"extension": [alone], "valueCoding": coding("pain", "none", "None")},
            ],
            "item": [
                {"extension": [instructions], "linkId": "pain.hint", "text": "Any pain", "type": "display"},
                {"extension": [help_text], "linkId": "pain.why", "text": "It matters.", "type": "display"},
            ],
        }
    ]


def test_a_question_asked_within_another_is_not_an_item():
    within = {question.id for question in QUESTIONNAIRE.questions if question.asked_within}
    assert within
    assert within.isdisjoint(items_by_id(published()))


def test_every_follow_up_and_nothing_else_is_enabled_by_its_condition():
    enabled = {
        item["linkId"]: [(one["question"], one["operator"], one["answerCoding"]) for one in item["enableWhen"]]
        for item in items_of(published())
        if "enableWhen" in item
    }
    assert enabled == {
        question.id: [("health_history", "=", {"system": CODES, "code": f"health_history:{question.id}"})]
        for question in ASKED
        if question.ask_when != ALWAYS
    }


@pytest.mark.parametrize(
    ("ask_when", "behavior", "codes"),
    [
        (Answered("a", ("yes", "maybe")), "any", ["a:yes", "a:maybe"]),
        (AnyOf((Answered("a", ("yes", "maybe")), Answered("b", ("no",)))), "any", ["a:yes", "a:maybe", "b:no"]),
        (AllOf((Answered("a", ("yes",)), Answered("b", ("no",)))), "all", ["a:yes", "b:no"]),
    ],
)
def test_a_condition_becomes_enable_when(ask_when, behavior, codes):
    section = Section("s", "S", (a_question("a"), a_question("b"), a_question("c", ask_when)))
    resource = published(Questionnaire("1", (section,)))
    item = items_by_id(resource)["c"]
    assert item["enableBehavior"] == behavior
    assert [one["answerCoding"]["code"] for one in item["enableWhen"]] == codes
    assert through(QuestionnaireModel, resource) == resource


@pytest.mark.parametrize(
    "ask_when",
    [
        AllOf((Answered("a", ("yes", "maybe")), Answered("b", ("no",)))),
        AnyOf((AllOf((Answered("a", ("yes",)), Answered("b", ("no",)))), Answered("a", ("maybe",)))),
        AnyOf((ALWAYS, Answered("a", ("yes",)))),
        AnyOf(()),
        AllOf(()),
        Answered("a", ()),
        Answered("within", ("yes",)),
        Answered("nowhere", ("yes",)),
    ],
    ids=str,
)
def test_a_condition_that_fhir_cannot_express_is_rejected_with_the_question_named(ask_when):
    within = a_question("within", asked_within="a")
    section = Section("s", "S", (a_question("a"), a_question("b"), within, a_question("last", ask_when)))
    with pytest.raises(ValueError, match="cannot express when last is asked"):
        published(Questionnaire("1", (section,)))


def row(question, section, text, listed=(), **answers):
    selected = tuple(RecordedAnswer(choice_id, words) for choice_id, words in answers.items())
    return RecordedQuestion(question, section, text, selected, listed)


def group(section_id, title, *items):
    return {"linkId": f"section.{section_id}", "text": title, "item": list(items)}


def answered(question_id, text, codings):
    return {"linkId": question_id, "text": text, "answer": [{"valueCoding": coding(*one)} for one in codings]}


def test_a_response_has_the_texts_the_answers_the_time_and_the_version():
    rows = (
        row("answering_for", "About you", "For you?", self="Yes"),
        row("age", "About you", "How old were you?", grown_up="Grown up"),
        row("decision_help", "About you", "Who decides?", no="I do"),
        row("health_history", "Other health", "Any of these?", ("Eyes.",), glaucoma="Glaucoma", memory="Memory"),
        row("sleep_walking", "Nights & sleep", "Do you walk in your sleep?", yes="Yes"),  # asked no more
        row("liver_disease", "Other health", "Your liver?", other="Mild"),
    )
    finding = RecordedFinding("age", "your age", "grown_up", Level.NOTE, "not part of it")
    resource = response_to(Record(rows, (finding,)), version="0.9.0")
    assert through(ResponseModel, resource) == resource
    checked = [("health_history", "glaucoma", "Glaucoma"), ("health_history", "memory", "Memory")]
    ages, decisions = [("age", "grown_up", "Grown up")], [("decision_help", "no", "I do")]
    nights, livers = [("sleep_walking", "yes", "Yes")], [("liver_disease", "other", "Mild")]
    health = answered("health_history", "Any of these?\n- Eyes.", checked)
    markdown = {
        "url": "http://hl7.org/fhir/StructureDefinition/rendering-markdown",
        "valueMarkdown": "Any of these?\n\n- Eyes.",
    }
    assert resource == {
        "resourceType": "QuestionnaireResponse",
        "identifier": {"system": f"{SITE}/fhir/submission-reference", "value": "ABCD-1234"},
        "questionnaire": f"{SITE}/fhir/Questionnaire/kat-screening|0.9.0",
        "status": "completed",
        "authored": "2026-05-22T09:30:15Z",
        "item": [
            group(
                "about-you",
                "About you",
                answered("answering_for", "For you?", [("answering_for", "self", "Yes")]),
                {
                    "linkId": "screen.2",
                    "item": [
                        answered("age", "How old were you?", ages),
                        answered("decision_help", "Who decides?", decisions),
                    ],
                },
            ),
            group(
                "health",
                "Other health",
                health | {"_text": {"extension": [markdown]}},
                answered("liver_disease", "Your liver?", livers),
            ),
            group("nights-sleep", "Nights & sleep", answered("sleep_walking", "Do you walk in your sleep?", nights)),
        ],
    }


def answers_in(resource):
    """The answers for `assess`, from the codes of a response alone."""
    answers = {}
    for item in items_of(resource):
        for given in item.get("answer", ()):
            question_id, _, choice_id = given["valueCoding"]["code"].partition(":")
            assert question_id == item["linkId"]
            answers.setdefault(question_id, []).append(choice_id)
    return {one: ids if QUESTIONNAIRE.by_id[one].select_all else ids[0] for one, ids in answers.items()}


@pytest.mark.parametrize(("question_id", "choice_id"), EVERY_CHOICE)
def test_a_response_converts_back_to_the_same_answers_and_disposition(question_id, choice_id):
    answers = on_path(clear_except(question_id, choice_id))
    assessment = assess(answers)
    response = response_to(Record.of(answers, assessment))
    assert structural_faults(published(), response) == []
    assert answers_in(response) == answers
    assert assess(answers_in(response)) == assessment


def test_several_choices_with_their_follow_ups_convert_back_to_the_same_answers():
    answers = CLEAR | {"health_history": ["glaucoma", "seizures"], "glaucoma": "no", "seizures": "older"}
    response = response_to(Record.of(answers, assess(answers)))
    assert through(ResponseModel, response) == response
    assert answers_in(response) == answers
