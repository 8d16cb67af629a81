"""The small content folder as the folder of the site, and people who work in the Content area."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from pages.catalogue import current
from pages.editing import versions
from pages.models import ContentPage
from tests.pages.conftest import ContentFolder
from tests.pages.editing.texts import CLAIMS, PAGE


@pytest.fixture
def folder(content: ContentFolder, settings) -> ContentFolder:
    content.write("claims.yaml", CLAIMS)
    settings.CONTENT_DIR = content.path
    # The site reads the good pages before a test breaks them.
    current()
    return content


@pytest.fixture
def person(db) -> Callable[..., User]:
    """Creates a staff account with these permissions; `role=True` makes it a content editor."""

    def make(name: str, *codenames: str, role: bool = False) -> User:
        account = User.objects.create_user(name, first_name=name.title(), last_name="Okafor", is_staff=True)
        if role:
            account.groups.add(Group.objects.get(name="Content editor"))
        account.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        return account

    return make


@pytest.fixture
def mira(person) -> User:
    return person("mira", role=True)


@pytest.fixture
def editor(mira: User) -> Client:
    client = Client()
    client.force_login(mira)
    return client


@pytest.fixture
def page(folder: ContentFolder, db) -> ContentPage:
    """A page of the folder, recorded by the Content area."""
    versions.record_outside_changes(folder.path)
    return ContentPage.objects.get(file=PAGE)
