from pages.lint.folder import findings_of_site
from tests.pages.conftest import ContentFolder
from tests.pages.wording.texts import CLAIMS_YAML, TODAY


def test_a_link_to_an_old_address_is_a_warning_that_names_the_new_one(content: ContentFolder) -> None:
    content.write("claims.yaml", CLAIMS_YAML)
    content.write("redirects.yaml", "/former/: {to: words.md}\n/old.html: {to: /talk-to-us/}\n")
    content.replace("en/home.md", "Read [what it is](what-it-is.md).", "Read [a](former.md#x), [b](/old.html).")
    assert [str(finding) for finding in findings_of_site(content.path, TODAY)] == [
        "content/en/home.md:12:10: warning moved-link: “former.md#x” This is an old address. "
        "Write where it leads: words.md",
        "content/en/home.md:12:28: warning moved-link: “/old.html” This is an old address. "
        "Write where it leads: /talk-to-us/",
    ]
