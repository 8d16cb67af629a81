"""What clinic.yaml says about reaching the clinic, and the messages for what is wrong there."""

from datetime import date, time

import pytest

from pages.schema.clinic import facts_of
from pages.schema.values import Opening, Phone
from tests.pages.conftest import CLINIC, ContentFolder

MORE = """\
opening: {monday: "09:00-12:00, 13:00-17:00"}
closed_on: [2026-12-25, 2027-01-01]
parking: Behind the house.
languages: [English, Spanish]
referrals: {how: Call us., papers: [a list of medicines]}
cancelling: {notice: A day before.}
"""


@pytest.mark.parametrize(
    ("number", "dialed"),
    [
        ("(555) 555-0100", "+15555550100"),
        ("1-555-555-0100", "+15555550100"),
        ("+44 20 7946 0958", "+442079460958"),
    ],
)
def test_a_number_is_dialed_with_the_code_of_its_country(number: str, dialed: str) -> None:
    phone = Phone(number)
    assert (str(phone), phone.address) == (number, f"tel:{dialed}")
    assert phone.link == f'<a class="tel" href="tel:{dialed}">{number}</a>'


@pytest.mark.parametrize("number", ["call us", "555-0100", "(555) 555-0100 ext. 5"])
def test_what_cannot_be_dialed_is_no_number(number: str) -> None:
    with pytest.raises(ValueError, match="is not a phone number"):
        Phone(number)


def test_the_hours_of_a_day_are_read() -> None:
    opening = Opening(monday="09:00-12:00, 13:30-17:00")
    assert opening.on(0) == ((time(9), time(12)), (time(13, 30), time(17)))
    assert opening.on(6) == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("9-5", "`9-5` on tuesday is no time."),
        ("17:00-09:00", "`17:00-09:00` on tuesday does not go forward."),
        ("09:00-12:00, 11:00-13:00", "`09:00-12:00, 11:00-13:00` on tuesday does not go forward."),
        ("09:00-25:00", "`09:00-25:00` on tuesday is no time."),
    ],
)
def test_hours_that_cannot_be_are_an_error(text: str, message: str) -> None:
    with pytest.raises(ValueError, match="on tuesday") as error:
        Opening(tuesday=text)
    assert error.value.args[0] == message


def test_what_is_said_is_a_fact_and_what_is_left_out_is_none(content: ContentFolder) -> None:
    content.write("clinic.yaml", CLINIC)
    assert not {name for name in facts_of(content.load().clinic) if name.startswith("clinic.parking")}
    content.write("clinic.yaml", CLINIC + MORE)
    clinic = content.load().clinic
    facts = facts_of(clinic)
    assert clinic.closed_on == (date(2026, 12, 25), date(2027, 1, 1))
    assert facts["clinic.phone"] == "(555) 555-0100"
    assert facts["clinic.parking"] == "Behind the house."
    assert facts["clinic.languages"] == "English, Spanish"
    assert facts["clinic.closed_on"] == "December 25, 2026, January 1, 2027"
    assert facts["clinic.cancelling.notice"] == "A day before."
    assert {name for name in facts if "directions" in name or "refunds" in name} == set()


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (
            "closed_on: [2026-12-25, Christmas]\n",
            "`closed_on.1` must be a date; `Christmas` is read as text. Write year-month-day, like 2027-05-22.",
        ),
        (
            "closed_on: [2026-12-25, 2026-12-25]\n",
            "`2026-12-25` is twice in `closed_on`. Keep one of the two.",
        ),
        (
            "opening:\n  monday: 9 to 5\n",
            "`opening`: `9 to 5` on monday is no time. Write it like 09:00-17:00.",
        ),
        ("opening:\n  moonday: 09:00-17:00\n", "`opening.moonday` is not a key of this file. Did you mean `monday`?"),
        ("parkng: Here\n", "`parkng` is not a key of this file. Did you mean `parking`?"),
        (
            "languages: English\n",
            "`languages` must be a list; `English` is read as text. Write it like [fda23, ketalar], or [] for none.",
        ),
    ],
)
def test_a_wrong_key_or_value_is_an_error_that_says_what_to_write(
    content: ContentFolder, text: str, error: str
) -> None:
    content.write("clinic.yaml", CLINIC + text)
    assert [line.partition(": ")[2] for line in content.errors()] == [error]


def test_a_phone_number_that_nobody_can_call_is_an_error(content: ContentFolder) -> None:
    content.write("clinic.yaml", CLINIC.replace("(555) 555-0100", "555-0100"))
    assert content.errors() == [
        "content/clinic.yaml:4: `phone`: `555-0100` is not a phone number. Write it with its area code: (555) 555-0100."
    ]


@pytest.mark.parametrize("number", ["“988”", "call 988", "98٨", "", "-"])
def test_the_number_of_a_crisis_line_can_be_dialed(content: ContentFolder, number: str) -> None:
    content.replace("clinic.yaml", 'press: "1"', f'press: "{number}"')
    (error,) = content.errors()
    assert (
        "`crisis.veterans.press` is empty" in error
        if not number
        else (
            f"`crisis.veterans.press`: `{number}` cannot be dialed. Write digits and hyphens only, like 1-800-273-8255."
        )
        in error
    )
