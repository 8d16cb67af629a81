"""The base classes of every form and every admin page: what must hold for all of them, whichever app they belong to.

Import `bases.forms.Form` and `ModelForm`, `bases.versions.StaffForm` and `StaffModelForm` for forms of the desk that
change something, and `bases.admin.ModelAdmin`. `bases.moments` writes days and moments for people.
"""
