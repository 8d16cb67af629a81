"""Sends the forms of the desk as a browser does: with the hidden fields of the page on which they are."""

from bs4 import BeautifulSoup, SoupStrainer

from bases.versions import NAME


def drawn_from(client, page, action=""):
    """What a form of this page carries. `action`: how the address ends to which it is sent, if the page has several."""
    return {NAME: _form(client, page, action).select_one(f"[name={NAME}]")["value"]}


def send(client, page, data, action="", **extra):
    """Opens the page and sends one of its forms at once. `action` is as for `drawn_from`."""
    form = _form(client, page, action)
    carried = {NAME: form.select_one(f"[name={NAME}]")["value"]}
    return client.post(form.get("action") or page, carried | data, **extra)


def _form(client, page, action):
    # nothing else of a page, because the page of the rules is long
    soup = BeautifulSoup(client.get(page).content, "html.parser", parse_only=SoupStrainer(["form", "input"]))
    forms = [form for form in soup.select("form") if form.select_one(f"[name={NAME}]")]
    [form] = [form for form in forms if form.get("action", "").partition("?")[0].endswith(action)]
    return form
