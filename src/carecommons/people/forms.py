"""What a person fills in about their own roles and tokens."""

from collections.abc import Sequence

from django import forms
from django.conf import settings

from carecommons.common.forms import CommonsForm, Radios

from .queries import PostLine

SHORTER_DAYS = (7, 30)


def post_words(post: PostLine, authority_names: dict[str, str] | None = None, detail: str = "") -> str:
    """A post as its owner says it: "social worker, Testshire". detail: its home, provider or child."""
    names = [(authority_names or {}).get(code, code) for code in post.authorities]
    return ", ".join([post.role_name, *names, *([detail] if detail else [])])


class ChooseRole(CommonsForm):
    heading = "post"
    post = forms.ChoiceField(label="Which role are you in now?", widget=Radios())

    def __init__(self, *args: object, choices: Sequence[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = list(choices)  # type: ignore[attr-defined]


class NewToken(CommonsForm):
    name = forms.CharField(
        label="What will you use it for?", max_length=80, help_text="So that you know it again in the list."
    )
    post = forms.ChoiceField(label="In which role?", widget=Radios())
    days = forms.ChoiceField(label="For how long?", widget=Radios())

    def __init__(self, *args: object, choices: Sequence[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = list(choices)  # type: ignore[attr-defined]
        longest = settings.TOKEN_DAYS_MAX
        days = [*(each for each in SHORTER_DAYS if each < longest), longest]
        self.fields["days"].choices = [(str(each), f"{each} days") for each in days]  # type: ignore[attr-defined]
        self.fields["days"].initial = str(longest)
        if len(choices) == 1:
            self.fields["post"].initial = choices[0][0]
