"""The longest texts within the limits, made of what takes a parser longest."""

from pages.schema.limits import LONGEST_PAGE, LONGEST_PARAGRAPH, excess_of_page
from tests.pages.wording.texts import HEAD

# Each was slow, or could be: in the editor, in a file, or with a version of Markdown that we no longer use.
SEEDS = (
    *("[", "[ ", "![", "[[", "](", "[](a.md)", "[a](", "[a](<", '[a]("', "[a][", "[a][b]", "[a](b.md) "),
    *("[@a", "[@fda24] ", "[=a:", " [=a:b c]", "{{", "{{ a.b }} ", "{{ a", "{: ", "*", "*a_", "**a "),
    *("***a", "_a", " __a", "`", "`a ", "``a`", "<", "<a ", "<a> ", "<!--", "&a", "&#9", "\\", "\\*"),
    *("~~a", "> ", ">> a\n", "- ", "- a\n", "1. ", "1. a\n", "1) a\n", "    - a\n", "a\n:   b\n", "| a "),
    *("|a|\n|-|\n|b|\n\n", "## a\n\n", "# ", "[a]: b\n", "a\n\n", "a  \n", " ", "a", "a ", "é ", "١ "),
    *("1,", "1 in 2. ", "1 ", "ketamine is now ", "no ", "cures. ", "ask if ", "!!! callout", "a.md "),
    *("http://a.b ", '!!! steps "a"\n    1. b\n\n', "a, a, a, a, a, a, a, a, a, . ", "(", "((a) ", '"'),
    *("'s ", "a-", "-", "=", "==a", "\u00ad", "ﬁ", "1.", "%", "…"),
    '!!! range "a"\n    | a | b | c |\n    |---|---|---|\n    | d e f g h i | $1 | $2 |\n\n',
    "a" * 300 + " ",
    "." * 4_900 + "a",
    f"[a](tel:{'1' * 4_900}a)",
    "a" * 4_900 + "_",
    '!!! steps "' + '" ' * 2_400 + "a\n",
)


def worst_page(seed: str) -> str:
    """A page of as many copies of `seed` as the limits allow, or of one paragraph of them and then plain words."""
    paragraph = _most(lambda count: seed * count, LONGEST_PARAGRAPH // len(seed))
    page = _most(lambda count: f"{paragraph}\n\n" * count, LONGEST_PAGE // (len(paragraph) + 2))
    return HEAD + page


def _most(text_of, most: int) -> str:
    """The longest text of that many copies or fewer which is within the limits."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (low, middle - 1) if excess_of_page(HEAD + text_of(middle)) else (middle, high)
    return text_of(low)
