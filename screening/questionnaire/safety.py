"""Safety now: asked before everything clinical, so that nobody answers 30 questions before seeing where to get help."""

from screening.vocabulary.questions import Choice, Question, Section, not_now, talk_first, urgent

suicide_now = Question(
    id="suicide_now",
    topic="suicide right now",
    text="Are you thinking of killing yourself right now, or have you made a plan?",
    why="If you are in danger now, help comes first. This site is not watched around the clock, so we want you to reach a person.",
    criterion="suicide intent or plan now",
    sources=("nimh-asq",),
    shows_crisis_lines=True,
    choices=(
        Choice("no", "No"),
        Choice(
            "yes",
            "Yes",
            urgent(
                "We are glad you told us. Please call or text 988 now, or call 911. Stay with someone you trust if you can. You matter, and help is there this minute."
            ),
        ),
        Choice(
            "not_sure",
            "Not sure",
            urgent(
                "If you are not sure, please treat this as a yes. Call or text 988 now. Someone will listen and help you stay safe.",
                "D9",
            ),
        ),
        Choice(
            "prefer_not",
            "Prefer not to say",
            urgent(
                "You do not have to answer here. Please call or text 988 so that a real person can check in with you now.",
                "D9",
            ),
        ),
    ),
)

suicidal_thoughts = Question(
    id="suicidal_thoughts",
    topic="thoughts of suicide",
    text="In the past few weeks, have you wished you were dead, or had thoughts of killing yourself?",
    hint="If it is hard to read this alone, you can call or text 988 now",
    why="Many people who look for help with depression have had such thoughts. We ask everyone, so that nobody has to carry them alone.",
    criterion="recent thoughts of suicide",
    sources=("nimh-asq", "jc", "tor", "s-eu25"),
    shows_crisis_lines=True,
    choices=(
        Choice("no", "No"),
        Choice(
            "wish",
            "I have wished I were dead or would not wake up",
            talk_first(
                "Thank you for telling us. Many people with depression feel this, and it can get better with help. A clinician should talk with you first. You can call or text 988 any time, day or night.",
                "D10",
            ),
        ),
        Choice(
            "long_term_safe",
            "I have had these thoughts for a long time. I feel safe today.",
            talk_first(
                "Living with these thoughts is hard, and you deserve support. A clinician should talk with you first about care and a safety plan. You can call or text 988 any time.",
                "D10",
            ),
        ),
        Choice(
            "thoughts",
            "I have had thoughts of killing myself",
            talk_first(
                "Thank you for trusting us with this. Please talk with a clinician or your doctor soon, before you book. You can call or text 988 right now. You do not have to wait until it gets worse.",
                "D10",
            ),
        ),
        Choice(
            "not_sure",
            "Not sure",
            talk_first(
                "You were not sure. That is okay. A clinician should talk with you first. You can call or text 988 any time, even if you just want to talk."
            ),
        ),
        Choice(
            "prefer_not",
            "Prefer not to say",
            talk_first(
                "You do not have to answer here. If any part of this is true for you, 988 is free and open day and night. A clinician will ask in private first."
            ),
        ),
    ),
)

suicide_attempt = Question(
    id="suicide_attempt",
    topic="suicide attempts",
    text="Have you ever tried to end your life, or taken steps to get ready?",
    why="What happened before helps a clinician plan the right support.",
    criterion="past attempt, recent (3 months) versus older; 3-month line: general clinical knowledge",
    sources=("psy",),
    shows_crisis_lines=True,
    choices=(
        Choice("no", "No"),
        Choice(
            "over_3_months",
            "Yes, more than 3 months ago",
            talk_first(
                "Thank you for telling us. A clinician should talk with you first, so that a plan with good support is in place. You can call or text 988 any time."
            ),
        ),
        Choice(
            "within_3_months",
            "Yes, in the last 3 months",
            urgent(
                "You have been through a lot. Please call or text 988 now, or go to an emergency room, so that someone can be with you. Treatment plans can wait. Your safety comes first."
            ),
        ),
        Choice(
            "not_sure",
            "Not sure",
            talk_first(
                "You were not sure. That is okay. A clinician should talk with you first. You can call or text 988 any time."
            ),
        ),
        Choice(
            "prefer_not",
            "Prefer not to say",
            talk_first(
                "You do not have to answer here. A clinician will ask in private first. You can call or text 988 any time."
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
            urgent("Please step away and call 911 or 988 now. A trained person can help you keep everyone safe."),
        ),
        Choice(
            "not_sure",
            "Not sure",
            talk_first(
                "You were not sure. If you feel you could hurt someone, call 911 or 988 now. If not, please talk with a clinician before you book."
            ),
        ),
        Choice(
            "prefer_not",
            "Prefer not to say",
            talk_first(
                "You do not have to answer here. If anyone may be in danger, call 911 or 988. A clinician will ask in private first."
            ),
        ),
    ),
)

warning_signs = Question(
    id="warning_signs",
    topic="warning signs",
    text="Do you have any of these right now? Chest pain. Trouble breathing. Sudden weakness on one side. Trouble speaking. A blood pressure of 180/120 or higher.",
    why="These can be signs of an emergency that should not wait for a form.",
    criterion="possible emergency now",
    sources=("bp-aha",),
    choices=(
        Choice("no", "No"),
        Choice(
            "symptoms",
            "Yes, I have one or more of these symptoms now",
            urgent(
                "These can be signs of an emergency. Please call 911 now, or have someone take you to the nearest emergency room. This form can wait."
            ),
        ),
        Choice(
            "high_reading_only",
            "I had a reading of 180/120 or higher, but no symptoms",
            not_now(
                "A reading that high needs care soon. Rest, check again, and call your doctor today. If you get chest pain, weakness, or trouble speaking, call 911. You can come back once it is under control."
            ),
        ),
        Choice(
            "not_sure",
            "Not sure",
            talk_first(
                "You were not sure about warning signs. If you feel worse, or think it could be your heart or a stroke, call 911 now. If not, please call your doctor today before you book."
            ),
        ),
        Choice(
            "prefer_not",
            "Prefer not to say",
            talk_first(
                "You chose not to answer about warning signs. If you feel very unwell, call 911 now. A clinician will need to ask before you book."
            ),
        ),
    ),
)

SECTION = Section(
    id="safety",
    title="Your safety today",
    questions=(suicide_now, suicidal_thoughts, suicide_attempt, harm_to_others, warning_signs),
)
