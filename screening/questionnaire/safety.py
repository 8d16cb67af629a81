"""Safety today: asked before everything clinical, so that nobody answers long lists before seeing where to get help.

The order is that of the C-SSRS: wish, thoughts, intention, plan, behavior. The words are our own, so this is not a C-SSRS.
"""

from screening.questionnaire.words import IF_MORE_THAN_ONE_FITS
from screening.vocabulary.dispositions import UrgentCause
from screening.vocabulary.questions import Choice, Question, Section, not_now, talk_first, urgent

NOBODY_ALONE = (
    "Many people who look for help with depression have had {}. We ask everyone, so that nobody has to carry {} alone."
)
HELP_COMES_FIRST = "If you may be in danger, help comes first. This site is not watched around the clock, so we want you to reach a person."
WHAT_HAPPENED_BEFORE = "What happened before helps a clinician plan the right support."

emergency_signs = Question(
    id="emergency_signs",
    topic="warning signs",
    text="Do you have any of these right now?",
    listed=(
        "Chest pain or pressure.",
        "Trouble breathing.",
        "Sudden weakness or numbness on one side.",
        "Sudden trouble speaking or seeing.",
        "A seizure.",
        "Shaking, sweating, confusion, or seeing things after you stopped alcohol or pills.",
        "Too much of a drug or a medicine.",
    ),
    hint=IF_MORE_THAN_ONE_FITS,
    why="These can be signs of an emergency that should not wait for a form.",
    criterion="possible emergency now; a symptom that is usual and not worse is not an emergency but needs a doctor first (“new or worse”: general clinical knowledge)",
    sources=("bp-aha",),
    choices=(
        Choice("no", "No"),
        Choice(
            "new_or_worse",
            "Yes, and it is new or worse than usual",
            urgent(
                "You told us that you have a warning sign that is new or worse than usual. It can be an emergency. Please call 911 now.",
                cause=UrgentCause.MEDICAL,
            ),
        ),
        Choice(
            "usual",
            "Yes, but it is usual for me and not worse",
            not_now(
                "You told us that you have chest pain, trouble breathing, or another warning sign, as you usually do. Ketamine can put more strain on your heart and breathing. If it gets worse, call 911. Please see your doctor about it before you ask us again.",
                "D24",
            ),
        ),
        Choice(
            "not_sure",
            "Not sure",
            talk_first(
                "You were not sure about warning signs. If you feel worse, or think it could be your heart or a stroke, call 911 now. If not, please call your doctor today, before you book."
            ),
        ),
        Choice(
            "prefer_not",
            "Prefer not to say",
            talk_first(
                "You chose not to answer about warning signs. That is your choice. A clinician will need to ask before you book. If you feel very unwell, call 911 now."
            ),
        ),
    ),
)

wish_to_be_dead = Question(
    id="wish_to_be_dead",
    topic="wishing to be dead",
    text="In the past month, have you wished you were dead?",
    hint="Or wished you could fall asleep and not wake up.",
    why=NOBODY_ALONE.format("this wish", "it"),
    criterion="passive ideation, past month (C-SSRS item 1)",
    sources=("cssrs", "cssrs-triage", "nimh-asq"),
    shows_crisis_lines=True,
    choices=(
        Choice("no", "No"),
        Choice(
            "yes",
            "Yes",
            talk_first(
                "You told us that you have wished you were dead. Thank you for saying so. Depression can bring this wish, and help works. A clinician should talk with you first. You can call or text 988 any time, day or night.",
                "D10",
            ),
        ),
        Choice(
            "not_sure",
            "Not sure",
            talk_first(
                "You were not sure about wishing to be dead. That is okay. A clinician should talk with you first. You can call or text 988 any time, even if you just want to talk."
            ),
        ),
        Choice(
            "prefer_not",
            "Prefer not to say",
            talk_first(
                "You chose not to answer about wishing to be dead. A clinician will ask in private first. If any part of it is true for you, you can call or text 988, day or night."
            ),
        ),
    ),
)

thoughts_of_suicide = Question(
    id="thoughts_of_suicide",
    topic="thoughts of suicide",
    text="In the past month, have you had thoughts of killing yourself?",
    why=NOBODY_ALONE.format("such thoughts", "them"),
    criterion="active ideation, past month (C-SSRS item 2)",
    sources=("cssrs", "cssrs-triage", "nimh-asq", "jc", "tor", "s-eu25"),
    shows_crisis_lines=True,
    choices=(
        Choice("no", "No"),
        Choice(
            "yes",
            "Yes",
            talk_first(
                "You told us that you have had thoughts of killing yourself. Thank you for trusting us with this. A clinician or your doctor should talk with you soon, before you book. You do not have to wait until it gets worse. You can call or text 988 right now.",
                "D10",
            ),
        ),
        Choice(
            "not_sure",
            "Not sure",
            talk_first(
                "You were not sure about thoughts of suicide. That is okay. A clinician should talk with you first. You can call or text 988 any time."
            ),
        ),
        Choice(
            "prefer_not",
            "Prefer not to say",
            talk_first(
                "You chose not to answer about thoughts of suicide. A clinician will ask in private first. You can call or text 988 any time, day or night."
            ),
        ),
    ),
)

suicide_intention = Question(
    id="suicide_intention",
    topic="meaning to act on thoughts of suicide",
    text="In the past month, have you had some intention of acting on thoughts of suicide?",
    hint="Intention means that part of you wanted to do it. If you have had no such thoughts, choose No.",
    why=HELP_COMES_FIRST,
    criterion="some intention to act, past month (C-SSRS item 4: severe risk, immediate referral)",
    sources=("cssrs-triage",),
    shows_crisis_lines=True,
    choices=(
        Choice("no", "No"),
        Choice(
            "yes",
            "Yes",
            urgent(
                "You told us that part of you meant to act on thoughts of suicide. Please call or text 988 now.",
                "D15",
                "D16",
                cause=UrgentCause.SUICIDE,
            ),
        ),
        Choice(
            "not_sure",
            "Not sure",
            urgent(
                "You were not sure if you meant to act on thoughts of suicide. Please treat it as a yes. Call or text 988 now.",
                "D15",
                cause=UrgentCause.SUICIDE,
            ),
        ),
        Choice(
            "prefer_not",
            "Prefer not to say",
            urgent(
                "You chose not to answer about acting on thoughts of suicide. Please call or text 988, so that a real person can check in with you now.",
                "D15",
                cause=UrgentCause.SUICIDE,
            ),
        ),
    ),
)

suicide_plan = Question(
    id="suicide_plan",
    topic="a plan to end your life",
    text="In the past month, have you made a plan to end your life?",
    hint="Also if the plan is not finished.",
    why=HELP_COMES_FIRST,
    criterion="plan, past month (C-SSRS item 5)",
    sources=("cssrs-triage", "nimh-asq"),
    shows_crisis_lines=True,
    choices=(
        Choice("no", "No"),
        Choice(
            "yes",
            "Yes",
            urgent(
                "You told us that you have made a plan to end your life. We are glad you said so. Please call or text 988 now.",
                "D16",
                cause=UrgentCause.SUICIDE,
            ),
        ),
        Choice(
            "not_sure",
            "Not sure",
            urgent(
                "You were not sure if you have made a plan to end your life. Please treat it as a yes. Call or text 988 now.",
                "D9",
                "D17",
                cause=UrgentCause.SUICIDE,
            ),
        ),
        Choice(
            "prefer_not",
            "Prefer not to say",
            urgent(
                "You chose not to answer about a plan to end your life. Please call or text 988, so that a real person can check in with you now.",
                "D9",
                "D17",
                cause=UrgentCause.SUICIDE,
            ),
        ),
    ),
)

suicide_right_now = Question(
    id="suicide_right_now",
    topic="suicide right now",
    text="Are you thinking of killing yourself right now?",
    why=HELP_COMES_FIRST,
    criterion="acute ideation (ASQ acuity item)",
    sources=("nimh-asq",),
    shows_crisis_lines=True,
    choices=(
        Choice("no", "No"),
        Choice(
            "yes",
            "Yes",
            urgent(
                "You told us that you are thinking of killing yourself right now. You matter. Please call or text 988 now.",
                "D16",
                cause=UrgentCause.SUICIDE,
            ),
        ),
        Choice(
            "not_sure",
            "Not sure",
            urgent(
                "You were not sure if you are thinking of suicide right now. Please treat it as a yes. Call or text 988 now.",
                "D9",
                "D17",
                cause=UrgentCause.SUICIDE,
            ),
        ),
        Choice(
            "prefer_not",
            "Prefer not to say",
            urgent(
                "You chose not to answer about suicide right now. Please call or text 988, so that a real person can check in with you now.",
                "D9",
                "D17",
                cause=UrgentCause.SUICIDE,
            ),
        ),
    ),
)

suicide_try = Question(
    id="suicide_try",
    topic="suicide attempts",
    text="Have you ever tried to end your life?",
    hint=f"Also if you stopped, or someone stopped you. {IF_MORE_THAN_ONE_FITS}",
    why=WHAT_HAPPENED_BEFORE,
    criterion="attempt, interrupted or aborted attempt; 3 months (C-SSRS triage: any behavior in the past 3 months is severe risk)",
    sources=("cssrs-triage", "psy"),
    shows_crisis_lines=True,
    choices=(
        Choice("no", "No"),
        Choice(
            "within_3_months",
            "Yes, in the last 3 months",
            urgent(
                "You told us that you tried to end your life in the last 3 months. Your safety comes first. Please call or text 988 now, or go to an emergency room.",
                cause=UrgentCause.SUICIDE,
            ),
        ),
        Choice(
            "over_3_months",
            "Yes, more than 3 months ago",
            talk_first(
                "You told us that you tried to end your life more than 3 months ago. Thank you for saying so. A clinician should talk with you first, so that good support is in place. You can call or text 988 any time."
            ),
        ),
        Choice(
            "not_sure",
            "Not sure",
            talk_first(
                "You were not sure about a suicide attempt. That is okay. A clinician should talk with you first. You can call or text 988 any time."
            ),
        ),
        Choice(
            "prefer_not",
            "Prefer not to say",
            talk_first(
                "You chose not to answer about suicide attempts. A clinician will ask in private first. You can call or text 988 any time."
            ),
        ),
    ),
)

# The hint names no means and no notes, so that nobody reads about them here.
suicide_steps = Question(
    id="suicide_steps",
    topic="steps to get ready",
    text="Have you ever taken steps to get ready to end your life?",
    hint=f"Such as saying goodbye, or giving away things you care about. {IF_MORE_THAN_ONE_FITS}",
    why=WHAT_HAPPENED_BEFORE,
    criterion="preparatory behavior, 3 months",
    sources=("cssrs-triage", "cssrs"),
    shows_crisis_lines=True,
    choices=(
        Choice("no", "No"),
        Choice(
            "within_3_months",
            "Yes, in the last 3 months",
            urgent(
                "You told us that you took steps to end your life in the last 3 months. Your safety comes first. Please call or text 988 now, or go to an emergency room.",
                cause=UrgentCause.SUICIDE,
            ),
        ),
        Choice(
            "over_3_months",
            "Yes, more than 3 months ago",
            talk_first(
                "You told us that you once took steps to get ready to end your life. Thank you for saying so. A clinician should talk with you first, so that good support is in place. You can call or text 988 any time."
            ),
        ),
        Choice(
            "not_sure",
            "Not sure",
            talk_first(
                "You were not sure about steps to end your life. That is okay. A clinician should talk with you first. You can call or text 988 any time."
            ),
        ),
        Choice(
            "prefer_not",
            "Prefer not to say",
            talk_first(
                "You chose not to answer about steps to end your life. A clinician will ask in private first. You can call or text 988 any time."
            ),
        ),
    ),
)

harm_to_others = Question(
    id="harm_to_others",
    topic="hurting someone else",
    text="Are you thinking of hurting someone else right now?",
    why="We ask everyone. If anyone is in danger, help comes first.",
    criterion="danger to others now",
    no_source_because="general clinical practice; no source was read",
    shows_crisis_lines=True,
    choices=(
        Choice("no", "No"),
        Choice(
            "yes",
            "Yes",
            urgent(
                "You told us that you are thinking of hurting someone. Please step away, and call 911 or 988 now.",
                cause=UrgentCause.DANGER,
            ),
        ),
        Choice(
            "not_sure",
            "Not sure",
            talk_first(
                "You were not sure about hurting someone else. If you feel that you could, call 911 or 988 now. If not, please talk with a clinician before you book."
            ),
        ),
        Choice(
            "prefer_not",
            "Prefer not to say",
            talk_first(
                "You chose not to answer about hurting someone else. A clinician will ask in private first. If anyone may be in danger, call 911 or 988."
            ),
        ),
    ),
)

SECTION = Section(
    id="safety",
    title="Your safety today",
    questions=(
        emergency_signs,
        wish_to_be_dead,
        thoughts_of_suicide,
        suicide_intention,
        suicide_plan,
        suicide_right_now,
        suicide_try,
        suicide_steps,
        harm_to_others,
    ),
    screens=(
        ("emergency_signs",),
        ("wish_to_be_dead", "thoughts_of_suicide"),
        ("suicide_intention", "suicide_plan", "suicide_right_now"),
        ("suicide_try", "suicide_steps"),
        ("harm_to_others",),
    ),
)
