"""Keys that do not fit the data are noticed, whatever they sealed; one damaged value among others is no wrong key."""

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from operations import keys
from operations.models import KeyRecord
from operations.rotation.columns import COLUMNS, STORED
from screening.models import Submission
from tests.kat_site.rows import fill
from tests.screening.submitting import submit
from tests.staff.second_steps import give_app
from vault.seal import newest_prefix

pytestmark = pytest.mark.django_db
RIGHT, OTHER = {"k1": b"r" * 32}, {"k2": b"o" * 32}


@pytest.fixture
def site(settings):
    """A site with data in every sealed column."""
    settings.DATA_KEYS = RIGHT
    fill()
    give_app(User.objects.get(username="ann"))
    keys.remember()
    return settings


def columns_with_sealed_text() -> set[tuple[str, str]]:
    return {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if any(newest_prefix() in str(value) for value in model._base_manager.values_list(field.name, flat=True))
    }


@pytest.mark.usefixtures("site")
def test_every_column_with_sealed_text_is_compared():
    declared = {(column.model._meta.db_table, column.name) for column in COLUMNS}
    assert columns_with_sealed_text() == {(column.model._meta.db_table, column.name) for column in STORED} <= declared


@pytest.mark.usefixtures("site")
def test_the_right_keys_have_no_problem():
    assert keys.problems() == []


@pytest.mark.parametrize("others", [OTHER, {"k1": b"o" * 32}], ids=["another id", "the same id"])
def test_another_data_key_is_a_problem_of_every_sealed_column(site, others):
    site.DATA_KEYS = others
    assert keys.problems() == [
        f"The data keys do not open the {column} that key k1 sealed. {keys.PUT_BACK} {keys.LOST}" for column in STORED
    ]


def test_an_older_key_that_was_removed_too_early_is_a_problem(site):
    site.DATA_KEYS = OTHER | RIGHT
    submit()
    assert keys.problems() == []
    site.DATA_KEYS = OTHER
    assert len(keys.problems()) == len(STORED)


def test_another_secret_key_is_a_problem(site):
    site.SECRET_KEY = "y" * 50
    [problem] = keys.problems()
    assert problem.startswith("SECRET_KEY is not the one of this database: no receipt code would open anything.")


def test_which_secret_key_the_data_belong_to_is_stored_once_and_is_not_the_key(site):
    before = KeyRecord.objects.get()
    assert len(before.secret_key) == 16
    assert before.secret_key not in str(site.SECRET_KEY)
    site.SECRET_KEY = "y" * 50
    keys.remember()
    assert KeyRecord.objects.get().secret_key == before.secret_key


@pytest.mark.usefixtures("site")
def test_a_damaged_value_is_a_problem_only_if_it_is_the_only_one_of_its_column():
    first, *others = Submission.objects.order_by("pk")
    Submission.objects.filter(pk=first.pk).update(sealed_record="v1.k1.AAAA")
    assert keys.problems() == []
    Submission.objects.exclude(pk=first.pk).update(sealed_record="v1.k1.AAAA")
    assert others
    assert [problem.split(" that key")[0] for problem in keys.problems()] == [
        "The data keys do not open the submissions"
    ]


def test_a_database_of_an_older_version_is_compared_as_far_as_its_columns_go(site, monkeypatch):
    site.SECRET_KEY, site.DATA_KEYS = "y" * 50, OTHER
    older = {column.model._meta.db_table: set() for column in STORED}
    monkeypatch.setattr(keys, "_columns_by_table", lambda: older)
    assert keys.problems() == []
    older["screening_submission"] = {"sealed_record"}
    assert len(keys.problems()) == 1


def test_an_operator_can_give_up_what_lost_keys_sealed_and_nothing_more(site, capsys):
    call_command("accept_keys")
    assert "fit its data" in capsys.readouterr().out
    site.SECRET_KEY, site.DATA_KEYS = "y" * 50, OTHER
    with pytest.raises(CommandError, match=r"(?s)SECRET_KEY is not.*accept_keys --data-are-lost"):
        call_command("accept_keys")
    assert len(keys.problems()) == 1 + len(STORED)
    call_command("accept_keys", "--data-are-lost")
    assert "Nobody can read these anymore: submissions, key k1." in capsys.readouterr().out
    assert keys.problems() == []
    submit()
    site.DATA_KEYS = {"k3": b"3" * 32}
    assert [problem.split(" sealed")[0] for problem in keys.problems()] == [
        "The data keys do not open the submissions that key k2"
    ]
