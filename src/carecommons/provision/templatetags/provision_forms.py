"""The form for another number of free places, where several homes stand on one page."""

from django import template

from ..forms import VacancyForm
from ..queries import VacancyAsked

register = template.Library()


@register.simple_tag
def vacancy_form(asked: VacancyAsked) -> VacancyForm:
    """The same form as on the home's own page, with ids of its own for each home."""
    return VacancyForm(initial={"free": asked.still}, auto_id=f"id_{asked.id}_%s")
