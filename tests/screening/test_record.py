"""What is stored of a screening is read back as it was, also as an earlier version of the site stored it."""

from screening.assessment import assess
from screening.questionnaire import QUESTIONNAIRE
from screening.record import Record, RecordedAnswer, RecordedFinding, RecordedQuestion
from screening.vocabulary.dispositions import Level
from tests.screening import answer_sets_1_0_1
from tests.screening.answer_sets import CLEAR

AS_STORED_BY_1_0_1 = {
    "answers": [
        {
            "question": "suicidal_thoughts",
            "section": "Your safety today",
            "text": "Did you wish you were dead?",
            "answers": [{"answer": "wish", "text": "Yes, a wish"}],
        }
    ],
    "findings": [
        {
            "question": "suicidal_thoughts",
            "topic": "thoughts of suicide",
            "answer": "wish",
            "level": "talk_first",
            "words": "You told us.",
        }
    ],
}


def test_a_record_has_the_words_that_the_person_read():
    answers = CLEAR | {"health_history": ["glaucoma", "thyroid"], "glaucoma": "no", "thyroid": "treated"}
    record = Record.of(answers, assess(answers))
    assert [row.question for row in record.answers] == [
        question.id for question in QUESTIONNAIRE.with_own_page if question.id in answers
    ]
    for row in record.answers:
        question = QUESTIONNAIRE.by_id[row.question]
        assert (row.section, row.text) == (QUESTIONNAIRE.section_of(question).title, question.text)
        assert (row.listed, row.hint) == (question.listed, question.hint)
        assert [answer.text for answer in row.answers] == [
            choice.text for _, choice in question.read(answers[question.id])
        ]
    finding = QUESTIONNAIRE.by_id["thyroid"].by_id["treated"].finding
    topic = QUESTIONNAIRE.by_id["thyroid"].topic
    assert record.findings == (RecordedFinding("thyroid", topic, "treated", Level.NOTE, finding.words),)


def test_a_record_is_read_back_as_it_was_stored():
    answers = CLEAR | {"medicines": ["lithium", "opioid"], "age": "65_plus"}
    record = Record.of(answers, assess(answers))
    assert Record.read(record.as_json()) == record
    assert record.answers_for(QUESTIONNAIRE) == answers


def test_a_record_of_rules_1_0_1_is_read_without_the_words_that_were_not_kept():
    assert Record.read(AS_STORED_BY_1_0_1) == Record(
        (
            RecordedQuestion(
                "suicidal_thoughts",
                "Your safety today",
                "Did you wish you were dead?",
                (RecordedAnswer("wish", "Yes, a wish"),),
                (),
                None,
            ),
        ),
        (RecordedFinding("suicidal_thoughts", "thoughts of suicide", "wish", Level.TALK_FIRST, "You told us."),),
    )


def test_the_rules_of_then_say_which_answers_are_lists():
    answers = answer_sets_1_0_1.CLEAR | {"medicines": ["lithium_or_other_mood"]}
    record = Record.of(answers, assess(answers, answer_sets_1_0_1.RULES), answer_sets_1_0_1.RULES)
    assert record.answers_for(answer_sets_1_0_1.RULES) == answers
    assert record.answers_for(None)["medicines"] == "lithium_or_other_mood"


def test_an_answer_that_nobody_could_read_is_stored_as_it_was_given():
    answers = CLEAR | {"ride_home": 7}
    record = Record.of(answers, assess(answers))
    assert record.by_question["ride_home"].answers == (RecordedAnswer(7, "7"),)
    assert record.findings[0].answer == 7
