"""The labels and the help of the fields of each data file. A field that is not here is named after its key."""

from collections.abc import Mapping

from pages.schema.page_files import PEOPLE, REDIRECTS, SOURCES

PROMISED = "Holds for what people send from now on. What was promised before is stored with each record, and stays."
PRIVACY = "The privacy page says it. Ask the person who runs the site before you change it."
DOLLARS = "In US dollars, whole numbers. “Low” and “High” may be equal."
PARTS_OF_DAY = "Like 09:00-12:00, 13:00-17:00. Empty: closed on that day."
DIALED = "What people dial in a crisis. Call it yourself before you publish a change."

# By file, and by the path in it: the label ("" for that of the key), and the help.
WORDS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "clinic.yaml": {
        "sample": ("Sample clinic", "While this is Yes, every page says that the clinic does not exist."),
        "short_name": ("", "Where there is little space, as in the header on a phone."),
        "phone": ("", "Every page shows it. Like (555) 555-0100."),
        "email": ("Email address", ""),
        "hours": (
            "Hours in words",
            "Like: Monday to Friday, 9 am to 5 pm. It has to say the same as the opening hours below.",
        ),
        "answers_within": (
            "Answers within (business days)",
            "Pages promise it, and the desk counts by it. If you lower it, requests that wait are late sooner.",
        ),
        "time_zone": ("", "Like America/New_York. The opening hours follow it."),
        "medicine_form": ("", "Completes a sentence: “we give …”."),
        "doses_are_taken": ("", "Like: in the clinic. Pages also say that nothing is given to take home."),
        "prices": ("", DOLLARS),
        "course": ("", "The page on the cost of a course counts with it. “Low” and “High” may be equal."),
        "course.how_often": ("", "Like: about once a week."),
        "kept": ("How long data is kept", "People read it before they send anything."),
        "kept.screening_days": ("Answers of the questionnaire (days)", PROMISED),
        "kept.consultation_request_days": ("Requests for a call, after they are closed (days)", PROMISED),
        "kept.error_log_days": ("Log of errors (days)", PRIVACY),
        "kept.backup_days": ("Backup copies (days)", PROMISED),
        "kept.access_log_years": ("Log of what staff looked at (years)", PRIVACY),
        "crisis": ("Crisis lines", DIALED),
        "crisis.lifeline": ("988 lifeline", ""),
        "crisis.veterans.press": ("Key to press", ""),
        "crisis.spanish.press": ("Key to press", ""),
        "crisis.sign_language": ("Sign language", ""),
        "crisis.crisis_text": ("Crisis text line", ""),
        "crisis.maternal": ("For mothers", ""),
        "crisis.substances": ("Alcohol and drugs", ""),
        "opening": ("Opening hours", PARTS_OF_DAY),
        "closed_on": (
            "Days on which the clinic is closed",
            "One day on each line, like 2027-12-25. The clinic is closed on these days, and there are no appointments.",
        ),
        "step_free_access": ("", "How somebody who cannot use stairs gets in."),
        "languages": ("", "One on each line."),
        "calls_by_video": ("", "Whether people can ask for a video call instead of a phone call."),
        "referrals.papers": ("", "One on each line."),
        "cancelling": ("Canceling a visit", ""),
    },
    "glossary.yaml": {
        "": (
            "Meaning",
            "One plain sentence. Pages show it where the term first occurs. No numbers that would need a source.",
        ),
    },
    SOURCES: {
        "year": ("", "Empty if it is not known."),
        "kind": (
            "",
            "What a clinician may expect of it, the strongest first: label of a medicine, guideline, study, what a "
            "clinic says about itself, other.",
        ),
        "link": ("", "The best public address, from https:// on."),
        "checked_on": ("", "The day on which somebody at the clinic opened the link and found the statement there."),
        "read": ("", "How much of it was read so far, if not all of it. Readers see this."),
        "review_by": ("", "Only if what it says ends by itself: the day by which to look again."),
    },
    PEOPLE: {
        "name": ("", "As pages show it, like Dr. Alex Example."),
        "role": ("", "Like: Medical director."),
    },
    "en/sections.yaml": {"": ("Heading", "As it is in the menu.")},
    "risks.yaml": {
        "text": (
            "",
            "Written like a page, with sources like [@fda23] and links like [all risks](safety-and-side-effects.md).",
        ),
    },
    REDIRECTS: {
        "to": ("Leads to", "The file of a page, like about-us.md, or an address of this site, like /talk-to-us/."),
        "comment": ("", "Only editors see it."),
    },
    "changes.yaml": {
        "changed_on": ("", ""),
        "page": ("", "The name of its file without .md, or home for the site as a whole."),
        "message": ("", "What is new, as one or two sentences for readers."),
    },
}


def label_of(file: str, path: str) -> str:
    label, _ = WORDS[file].get(path, ("", ""))
    return label or path.rpartition(".")[2].replace("_", " ").capitalize()


def help_of(file: str, path: str) -> str:
    _, words = WORDS[file].get(path, ("", ""))
    return words
