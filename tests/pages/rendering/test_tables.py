from bs4 import BeautifulSoup

from pages.rendering.outline import Outline
from tests.pages.rendering.rendered import html

NARROW = "| Way | Time |\n|---|---|\n| Drip | 40 minutes |\n"
WIDE = "| Way | When | How *long* | Where |\n|---|---|---|---|\n| Drip | At once | 40 minutes[@a] | **Here** |\n"


def cells(text: str) -> list[str]:
    return [str(cell) for cell in BeautifulSoup(html(text), "html.parser").select("td")]


def test_a_table_of_few_columns_stays_side_by_side_on_a_phone() -> None:
    assert "table-scroll--stacks" not in html(NARROW)
    assert cells(NARROW) == ["<td>40 minutes</td>"]


def test_a_cell_in_a_table_of_many_columns_has_the_name_of_its_column() -> None:
    assert 'class="table-scroll table-scroll--stacks"' in html(WIDE)
    when, how_long, where = cells(WIDE)
    assert when == '<td><span class="cell-name">When: </span>At once</td>'
    assert how_long.startswith('<td><span class="cell-name">How long: </span>40 minutes<sup')
    assert where == '<td><span class="cell-name">Where: </span><strong>Here</strong></td>'


def test_column_names_in_cells_are_not_explained_and_not_part_of_the_text() -> None:
    drawn = html(WIDE.replace("Where", "Placebo"))
    assert 'class="term"' not in drawn
    assert Outline(drawn).text == ""
