"""What a person fills in about their own roles and tokens."""

from collections.abc import Sequence

from django import forms

from carecommons.common.forms import CommonsForm, Radios

from .queries import PostLine

DAYS = [("7", "7 days"), ("30", "30 days"), ("90", "90 days"), ("365", "a year")]


def post_words(post: PostLine, authority_names: dict[str, str] | None = None) -> str:
    """A post as its owner says it: "social worker, Testshire"."""
    names = [(authority_names or {}).get(code, code) for code in post.authorities]
    return ", ".join([post.role_name, *names])


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
    days = forms.ChoiceField(label="For how long?", choices=DAYS, initial="90", widget=Radios())

    def __init__(self, *args: object, choices: Sequence[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = list(choices)  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["post"].initial = choices[0][0]
