"""Makes the pictures of the guide for the front desk: docs/front-desk/*.png.

    .venv/bin/python -m tools.front_desk_guide

Run it after a change of the lists of calls and appointments, and commit what it writes. It runs a demo of its own, on a
fixed day, and walks through a day at the desk as the guide does.
"""

import shutil
import tempfile
from functools import partial
from pathlib import Path

from playwright.sync_api import Page
from time_machine import travel

from tools.editor_guide import DAY, ROOT, browser_page, save, site
from tools.reviewer_guide import become, fill_demo

PICTURES = ROOT / "docs" / "front-desk"

picture = partial(save, folder=PICTURES)


def main() -> None:
    with tempfile.TemporaryDirectory() as place, travel(DAY):
        shutil.copytree(ROOT / "content", Path(place) / "demo" / "content")
        with site({"VAR_DIR": place, "DEMO": "1"}) as address, browser_page() as page:
            fill_demo()
            become(page, address, "frontdesk")
            desk = f"{address}/staff/"
            draw_first_page(page, desk)
            draw_calls(page, f"{desk}consultations/consultationrequest/")
            draw_appointments(page, f"{desk}consultations/appointment/")
            draw_times(page, f"{desk}consultations/schedule/")


def draw_first_page(page: Page, desk: str) -> None:
    page.goto(desk)
    picture(page, "first-page", page.locator("#container"), height=480)


def draw_calls(page: Page, calls: str) -> None:
    page.goto(calls)
    picture(page, "calls", page.locator("#container"), height=640)
    for row in range(2):
        page.locator("#result_list .action-select").nth(row).check()
    picture(page, "mark", page.locator("#changelist-form"), height=330)
    page.get_by_role("button", name="Mark as called: not reached").click()
    page.locator(".messagelist").wait_for()
    page.locator("#result_list tbody th a").first.click()
    picture(page, "call", page.locator("#container"), height=820)


def draw_appointments(page: Page, appointments: str) -> None:
    page.goto(appointments)
    picture(page, "appointments", page.locator("#container"), height=620)
    page.goto(f"{appointments}?show=waiting")
    picture(page, "without-outcome", page.locator("#container"), height=480)
    page.goto(f"{appointments}today/")
    picture(page, "today", page.locator("#container"), height=640)


def draw_times(page: Page, schedules: str) -> None:
    page.goto(schedules)
    page.locator("#result_list tbody th a").first.click()
    picture(page, "times", page.locator("#container"), height=900)


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    main()
