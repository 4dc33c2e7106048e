"""The policy that a search runs under, as plain values: order, adequacy line and numbers.

All of it comes from the published criteria and the dated parameters of `constitution`; none is decided here.
The gates themselves (gates.py) no criteria may switch off: the law and the child's safety stand on them.
"""

from dataclasses import dataclass
from datetime import date

from carecommons.common.errors import Refused
from carecommons.constitution.criteria import Criteria
from carecommons.constitution.parameters import parameter, whole

ORDER_KEYS = ("worst_unmet", "unmet", "with_support")


@dataclass(frozen=True, slots=True)
class Rules:
    """The gates are asked in the order of their numbers. order: keys that put homes in order, first key first.

    Ages in whole years; distances in miles; support_gap_max in levels.
    """

    version: int
    order: tuple[str, ...]
    worst_unmet_max: int
    unmet_max: int
    age_without_care_min: int
    secure_age_min: int
    foster_children_max: int
    support_gap_max: int
    near_home_miles: int
    school_travel_miles: int
    law_tests: tuple[str, ...]

    def __post_init__(self) -> None:
        unknown = sorted(set(self.order) - set(ORDER_KEYS))
        if unknown or len(set(self.order)) != len(self.order):
            raise Refused(
                "order_key_unknown",
                f"The criteria order homes by {', '.join(unknown or self.order)}, which nobody has defined once. "
                f"Use each of these at most once: {', '.join(ORDER_KEYS)}.",
            )


def rules_of(criteria: Criteria, on: date) -> Rules:
    """The rules of a version of the criteria, with the numbers in force on a day."""
    worst_unmet_max, unmet_max = criteria.adequacy_grade
    tests = parameter("s22c_tests", on).value
    assert isinstance(tests, tuple)
    return Rules(
        version=criteria.version,
        order=criteria.ordering,
        worst_unmet_max=worst_unmet_max,
        unmet_max=unmet_max,
        age_without_care_min=max(whole("unregulated_age_min", on), whole("supported_accommodation_age_min", on)),
        secure_age_min=whole("secure_age_min", on),
        foster_children_max=whole("foster_children_max", on),
        support_gap_max=whole("fit_support_gap_max", on),
        near_home_miles=whole("near_home_miles", on),
        school_travel_miles=whole("school_travel_miles", on),
        law_tests=tests,
    )
