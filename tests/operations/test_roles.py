"""The groups the migrations make are the roles that are declared."""

import pytest
from django.contrib.auth.models import Group, Permission, User

from staff.roles import PERMISSIONS, Role

pytestmark = pytest.mark.django_db


def test_the_groups_are_the_declared_roles():
    made = {
        group.name: {f"{one.content_type.app_label}.{one.codename}" for one in group.permissions.all()}
        for group in Group.objects.prefetch_related("permissions__content_type")
    }
    assert made == {role.value: set(permissions) for role, permissions in PERMISSIONS.items()}


def test_a_role_gives_what_it_says_and_permissions_stand_once():
    person = User.objects.create_user("ann", is_staff=True)
    person.groups.add(Group.objects.get(name=Role.REVIEWER))
    assert person.get_all_permissions() == set(PERMISSIONS[Role.REVIEWER])
    codenames = [
        (one.content_type.app_label, one.codename) for one in Permission.objects.select_related("content_type")
    ]
    assert len(codenames) == len(set(codenames))
