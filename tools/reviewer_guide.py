"""Makes the pictures of the guide for reviewers: docs/reviewers/*.png.

    .venv/bin/python -m tools.reviewer_guide

Run it after a change of the review desk, and commit what it writes. It runs a demo of its own, on a fixed day, and
walks through the review desk as the guide does.
"""

import shutil
import tempfile
from functools import partial
from pathlib import Path

from playwright.sync_api import Page
from time_machine import travel

from tools.editor_guide import DAY, ROOT, browser_page, save, session, site

PICTURES = ROOT / "docs" / "reviewers"
SUBMISSIONS = 300
SECRET = "JBSWY3DPEHPK3PXP"  # noqa: S105 (of an authenticator app that nobody has)
NOTE = "We talked for ten minutes. Their doctor looked at this last month, and it is stable. (Made up.)"

picture = partial(save, folder=PICTURES)


def main() -> None:
    with tempfile.TemporaryDirectory() as place, travel(DAY):
        shutil.copytree(ROOT / "content", Path(place) / "demo" / "content")
        with site({"VAR_DIR": place, "DEMO": "1"}) as address, browser_page() as page:
            passwords = fill_demo()
            draw_sign_in(page, f"{address}/staff/", passwords["reviewer"])
            become(page, address, "reviewer")
            draw_first_page(page, f"{address}/staff/")
            draw_queue(page, f"{address}/staff/screening/submission/")
            submission = draw_loosening(page, f"{address}/staff/screening/submission/")
            draw_blind(page, f"{address}/staff/screening/submission/")
            become(page, address, "reviewer2")
            draw_second(page, submission)
            become(page, address, "lead")
            draw_agreement(page, f"{address}/staff/screening/submission/agreement/")
            draw_rules(page, f"{address}/staff/screening/signoff/")


def fill_demo() -> dict[str, str]:
    """Makes up people and accounts. Returns the password of each account by user name."""
    from allauth.mfa.totp.internal.auth import TOTP
    from django.contrib.auth.models import User
    from django.utils import timezone

    from demo.accounts import set_new_passwords
    from demo.fill import fill

    fill(SUBMISSIONS, timezone.now())
    TOTP.activate(User.objects.get(username="reviewer"), SECRET)
    return set_new_passwords()


def become(page: Page, address: str, username: str) -> None:
    """Signs in without the sign-in pages."""
    page.context.clear_cookies()
    page.context.add_cookies([session(address, username)])


def draw_sign_in(page: Page, desk: str, password: str) -> None:
    page.goto(desk)
    page.get_by_label("User name").fill("reviewer")
    page.get_by_label("Password", exact=True).fill(password)
    picture(page, "sign-in", page.locator("#container"), height=500)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", name="Second step").wait_for()
    picture(page, "second-step", page.locator("#container"), height=500)


def draw_first_page(page: Page, desk: str) -> None:
    page.goto(desk)
    picture(page, "first-page", page.locator("#container"), height=540)


def draw_queue(page: Page, queue: str) -> None:
    page.goto(queue)
    picture(page, "queue", page.locator("#container"), height=640)


def draw_loosening(page: Page, queue: str) -> str:
    """Opens a new submission and proposes to loosen its result. Returns the address of the submission."""
    page.goto(f"{queue}?disposition=talk-to-clinician-first&state__exact=new")
    page.locator("#result_list th a").first.click()
    page.get_by_role("button", name="Take this one").click()
    picture(page, "review", page.locator("#container"))
    page.get_by_label("Suggest a consultation").check()
    page.get_by_label("I spoke with the person").check()
    page.get_by_label("Note about your decision").fill(NOTE)
    picture(page, "decision", page.locator(".review__decide"))
    page.get_by_role("button", name="Record it", exact=True).click()
    page.locator(".messagelist").wait_for()
    picture(page, "proposed", page.locator(".review__decide"), height=330)
    return page.url


def draw_second(page: Page, submission: str) -> None:
    page.goto(submission)
    picture(page, "second", page.locator(".review__decide"), height=560)


def draw_blind(page: Page, queue: str) -> None:
    page.goto(queue)
    page.get_by_role("button", name="Review blind").click()
    page.locator("#result_list th a").first.click()
    picture(page, "blind", page.locator("#container"), height=560)


def draw_agreement(page: Page, report: str) -> None:
    page.goto(report)
    picture(page, "agreement", page.locator("#container"), height=720)
    picture(page, "agreement-questions", page.locator("section", has_text="Question by question").first, height=420)


def draw_rules(page: Page, sign_offs: str) -> None:
    page.goto(f"{sign_offs}rules/")
    picture(page, "rules", page.locator("#container"), height=760)
    page.goto(f"{sign_offs}add/")
    picture(page, "sign", page.locator("#container"), height=640)


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    main()
