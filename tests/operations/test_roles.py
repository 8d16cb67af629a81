"""The groups that the migrations create are the declared roles."""

import pytest
from django.contrib.auth.models import Group, Permission, User

from staff.roles import PERMISSIONS, Role

pytestmark = pytest.mark.django_db


def test_the_groups_are_the_declared_roles():
    groups = {
        group.name: {
            f"{permission.content_type.app_label}.{permission.codename}" for permission in group.permissions.all()
        }
        for group in Group.objects.prefetch_related("permissions__content_type")
    }
    assert groups == {role.value: set(permissions) for role, permissions in PERMISSIONS.items()}


def test_a_role_gives_its_permissions_and_no_permission_exists_twice():
    person = User.objects.create_user("ann", is_staff=True)
    person.groups.add(Group.objects.get(name=Role.REVIEWER))
    assert person.get_all_permissions() == set(PERMISSIONS[Role.REVIEWER])
    codenames = [
        (permission.content_type.app_label, permission.codename)
        for permission in Permission.objects.select_related("content_type")
    ]
    assert len(codenames) == len(set(codenames))
