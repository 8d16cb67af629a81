"""The forms of the privacy officer for an account."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AdminPasswordChangeForm, UserCreationForm
from django.contrib.auth.models import Group, User

from bases.forms import ModelForm, StrictValues
from staff.roles import Role


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


class AccountForm(ModelForm):
    groups = _RolesField()

    class Meta:
        model = User
        fields = ("first_name", "last_name", "email", "is_active", "groups")
        labels = {"is_active": "May sign in"}
        help_texts = {"is_active": "Clear this box when somebody leaves. It ends their session at once."}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        leaves = not data.get("is_active") or Role.PRIVACY_OFFICER not in {group.name for group in data["groups"]}
        if leaves and _is_last_officer(self.instance.pk):
            raise forms.ValidationError(
                "This is the only privacy officer who can sign in. Make another one first: without one, nobody can "
                "manage accounts."
            )
        return data


class NewPasswordForm(StrictValues, AdminPasswordChangeForm):
    """A new password for a person who forgot theirs. An account cannot be without one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        for name, label in (("password1", "New password"), ("password2", "The same again")):
            self.fields[name].label, self.fields[name].required = label, True


def _is_last_officer(pk: int) -> bool:
    """Locks the officers first, so that two who are removed at the same moment cannot both be removed."""
    officers = User.objects.filter(is_active=True, groups__name=Role.PRIVACY_OFFICER)
    list(officers.select_for_update(of=("self",)))
    return set(officers.values_list("pk", flat=True)) == {pk}
