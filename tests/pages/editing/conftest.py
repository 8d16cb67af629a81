"""The small content folder as the site's, and people who work in the Content area."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from pages.catalogue import current
from pages.editing import versions
from pages.models import ContentPage
from tests.pages.conftest import ContentFolder

PAGE = "en/what-it-is.md"
CLAIMS = """\
claims:
  cure:
    number: 1
    patterns: ['\\bcures?\\b']
    reason: Nothing here cures.
    suggestion: Say what it does.
allowed: []
"""


@pytest.fixture
def folder(content: ContentFolder, settings) -> ContentFolder:
    content.write("claims.yaml", CLAIMS)
    settings.CONTENT_DIR = content.path
    current()  # the site has read the good pages before anything goes wrong
    return content


@pytest.fixture
def person(db) -> Callable[..., User]:
    """Somebody of the staff with these permissions; `role=True` makes them a content editor."""

    def make(name: str, *codenames: str, role: bool = False) -> User:
        someone = User.objects.create_user(name, first_name=name.title(), last_name="Okafor", is_staff=True)
        if role:
            someone.groups.add(Group.objects.get(name="Content editor"))
        someone.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        return someone

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
    """A page of the folder as the Content area sees it at first."""
    versions.follow(folder.path)
    return ContentPage.objects.get(file=PAGE)
