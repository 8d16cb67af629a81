"""For each wording rule, a text that breaks it and a similar text that does not."""

HARD = (
    "Contraindications notwithstanding, pharmacological interventions necessitate multidisciplinary deliberation "
    "regarding individual susceptibility and psychological predisposition. "
)
TABLE = "| Who | How many |\n|---|---|\n| Group | 55.4% |\n"
# Rule, text that breaks it, text that does not.
CASES = [
    ("number-without-source", "About 1 in 10 people find it so.\n", "About 1 in 10 people find it so.[@fda23]\n"),
    ("number-without-source", "It had 403 people.\n", "Call 988, day or night, or come at 9 am on June 3, 2026.\n"),
    ("number-without-source", "- Half of five had it\n", "From a study:[@fda23]\n\n- Half of five had it\n"),
    ("number-without-source", TABLE, f"{TABLE}\nHow to read it.[@fda23]\n"),
    ("effect-without-source", "Ketamine helps people feel less risk.\n", "Ketamine helps people at a risk.[@fda23]\n"),
    ("effect-without-source", "Sessions reduced harm.\n", "We do not know whether sessions reduced harm.\n"),
    ("number-without-source", "Two thirds felt the same.\n", "It takes half a day, and half of that is rest.\n"),
    ("number-without-source", "Half of all patients slept.\n", "Half of all patients slept.[@fda23]\n"),
    ("effect-without-source", "Most people feel better, at a risk.\n", "Most people feel tired that day.\n"),
    ("effect-without-source", "Ketamine works fast, at a risk.\n", "How fast the medicine works, nobody knows.\n"),
    ("effect-without-source", "KAT can ease depression, at a risk.\n", "KAT cannot replace your doctor.\n"),
    ("risk-as-percent", "Nausea came to 12%.[@fda23]\n", "Nausea came to 1 in 10.[@fda23]\n"),
    ("benefit-without-risk", "Ketamine helps people.[@fda23]\n", "Ketamine helps people. It has risks.[@fda23]\n"),
    ("hard-to-read", HARD * 2, "You can ask us. We are here to help you. Call us by day.\n"),
    ("phrase", "A doctor mends it.\n", "A doctor fixes it.\n"),
    ("phrase", "This page tells what **is**\nthere.\n", "This page shows what is there.\n"),
]
