"""The forms of the privacy officer for an account."""

from collections.abc import Iterator, Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib.auth.forms import AdminPasswordChangeForm, UserCreationForm
from django.contrib.auth.models import Group, User
from django.utils.crypto import salted_hmac

from bases.forms import StrictValues
from bases.versions import LONGEST_TRANSACTION, Drawn, StaffForm, StaffModelForm, Versioned, event
from staff.access_log import Action
from staff.models import AccessEntry
from staff.roles import Role

CHANGES_OF_AN_ACCOUNT = (Action.CHANGED_ACCOUNT, Action.CHANGED_ROLES, Action.CHANGED_SECOND_FACTOR)


class _RolesField(forms.ModelMultipleChoiceField):
    def __init__(self) -> None:
        super().__init__(
            Group.objects.order_by("name"),
            required=False,
            label="Roles",
            widget=forms.CheckboxSelectMultiple,
            help_text="Somebody may have several. Without one they can sign in and see nothing.",
        )


class NewAccountForm(StrictValues, UserCreationForm):
    groups = _RolesField()

    class Meta(UserCreationForm.Meta):
        fields = ("username", "first_name", "last_name", "email", "groups")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "User name"
        self.fields["password1"].label, self.fields["password2"].label = "First password", "The same again"
        self.fields["password2"].help_text = "Tell it to them in person. They change it once they are in."


class AccountForm(StaffModelForm):
    groups = _RolesField()

    class Meta:
        model = User
        fields = ("first_name", "last_name", "email", "is_active", "groups")
        labels = {"is_active": "May sign in"}
        help_texts = {"is_active": "Clear this box when somebody leaves. It ends their session at once."}

    def changes_since(self, drawn: Drawn) -> Iterator[str]:
        yield from _changes_of(self.instance, drawn)
        yield from self.differences_from(drawn)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        leaves = not data.get("is_active") or Role.PRIVACY_OFFICER not in {group.name for group in data["groups"]}
        if leaves and _is_last_officer(self.instance.pk):
            raise forms.ValidationError(
                "This is the only privacy officer who can sign in. Make another one first: without one, nobody can "
                "manage accounts."
            )
        return data


class NewPasswordForm(Versioned, StrictValues, AdminPasswordChangeForm):
    """A new password for a person who forgot theirs. An account cannot be without one."""

    user: User

    def shown(self) -> Mapping[str, str]:
        return {"password": salted_hmac("staff.accounts.forms", self.user.password).hexdigest()}

    def changes_since(self, drawn: Drawn) -> Iterator[str]:
        return _changes_of(self.user, drawn)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        for name, label in (("password1", "New password"), ("password2", "The same again")):
            self.fields[name].label, self.fields[name].required = label, True


class RemoveSecondStepForm(StaffForm):
    """Removes the second step that a person lost, and not one that they set up since."""

    def __init__(self, account: User, *args: Any) -> None:
        self.account = account
        super().__init__(*args)

    def shown(self) -> Mapping[str, str]:
        numbers = Authenticator.objects.filter(user=self.account).order_by("pk").values_list("pk", flat=True)
        return {"second step": " ".join(map(str, numbers))}

    def changes_since(self, drawn: Drawn) -> Iterator[str]:
        return _changes_of(self.account, drawn)


def _changes_of(account: User, drawn: Drawn) -> Iterator[str]:
    entries = AccessEntry.objects.filter(
        subject=account.get_username(), action__in=CHANGES_OF_AN_ACCOUNT, at__gte=drawn.at - LONGEST_TRANSACTION
    )
    for entry in entries.order_by("pk"):
        yield event(entry.actor, entry.at, f"{entry.get_action_display().lower()} ({entry.detail})")


def _is_last_officer(pk: int) -> bool:
    """Locks the officers first, so that two who are removed at the same moment cannot both be removed."""
    officers = User.objects.filter(is_active=True, groups__name=Role.PRIVACY_OFFICER)
    list(officers.select_for_update(of=("self",)))
    return set(officers.values_list("pk", flat=True)) == {pk}
