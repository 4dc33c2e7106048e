"""What a record that began with almost nothing still asks."""

from carecommons.common.forms import CommonsForm, DayField


class BirthForm(CommonsForm):
    """The day of birth, once somebody knows it."""

    birth_date = DayField(
        label="On which day was the child born?", help_text="From a birth certificate, a passport or the family",
        error_messages={"required": "Enter the day of birth"},
    )  # fmt: skip
