"""The base classes of every form and every admin page: what must hold for all of them, whichever app they belong to.

Import `bases.forms.Form` and `ModelForm`, and `bases.admin.ModelAdmin`.
"""
