"""Forms as every page shows them: a question, a hint, an answer box, and an error that says what to do.

Rendered with the design system's classes by the templates in `site/templates/cc/forms`. Any Django form works
through `CommonsRenderer` (sign-in forms too); `CommonsForm` adds plain words for what is missing and the
summary of errors at the top. Choices carry hints (`Radios`, `Ticks`); a day is three boxes, never a calendar.

    class Ask(CommonsForm):
        heading = "level"                       # this question is the page's <h1>
        level = forms.ChoiceField(label="How much help?", choices=LEVELS, widget=Radios(hints=ANCHORS))
        seen = forms.CharField(label="What have you seen?", help_text="With dates.", widget=Words(rows=3))
        assessed_on = DayField(label="When did you see it?")

    {{ form.error_summary }} {% for field in form %}{{ field.as_field_group }}{% endfor %}
"""

from .days import DayField
from .drawn import Box, Choice, CommonsBoundField
from .form import CommonsForm, CommonsRenderer, error_summary
from .widgets import Radios, ThreeBoxes, Ticks, Words

__all__ = [
    "Box", "Choice", "CommonsBoundField", "CommonsForm", "CommonsRenderer", "DayField", "Radios", "ThreeBoxes",
    "Ticks", "Words", "error_summary",
]  # fmt: skip
