"""Staff accounts with chosen permissions."""

from django.contrib.auth.models import Permission, User

REVIEWER = ("view_submission", "review_submission")


def staff_member(name: str, *codenames: str) -> User:
    person = User.objects.create_user(name, first_name=name.title(), is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return person
