"""The places where the questionnaire cites a source."""

import re
from dataclasses import astuple
from io import StringIO

from django.core.management import call_command

from pages import catalogue
from pages.catalogue.citations import Use
from screening.citations import uses_by_source
from screening.questionnaire import QUESTIONNAIRE


def test_every_source_of_a_question_leads_to_it_on_the_page_of_all_questions():
    uses = uses_by_source()
    named = {(source, question.topic) for question in QUESTIONNAIRE.questions for source in question.sources}
    assert {(id, use.title.removeprefix("Question about ")) for id, places in uses.items() for use in places} == named
    [pregnancy] = [use for use in uses[QUESTIONNAIRE.by_id["pregnancy"].sources[0]] if use.url.endswith("#pregnancy")]
    topic = QUESTIONNAIRE.by_id["pregnancy"].topic
    assert pregnancy == Use(f"Question about {topic}", "/screening/questions/#pregnancy")


def test_no_source_of_this_site_is_unknown():
    out = StringIO()
    call_command("check_sources", stdout=out)
    assert " error " not in out.getvalue()
    assert out.getvalue().endswith(" warnings.\n")


def test_every_source_in_brackets_of_a_decision_is_a_source_of_this_site():
    texts = [text for decision in QUESTIONNAIRE.decisions for text in astuple(decision)]
    cited = {id.lower() for text in texts for ids in re.findall(r"\[([A-Z0-9, -]+)\]", text) for id in ids.split(", ")}
    assert len(cited) > 20
    assert cited - catalogue.current().sources.keys() == set()
