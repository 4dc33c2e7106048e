"""How homes answer invitations, for planners: by provider beside others who were asked for the same children (C7)."""

from datetime import datetime

from django.utils import timezone

from carecommons.common.walls import seeing_all
from carecommons.constitution.parameters import whole
from carecommons.matching.counts import answers as counts
from carecommons.matching.counts.answers import Answers
from carecommons.people.may import check_may
from carecommons.people.roles import Person

from .asked import SEE

__all__ = ["answering"]


def answering(*, by: Person, at: datetime) -> Answers:
    """Counts of every council together, small ones withheld."""
    check_may(by, SEE)
    on = timezone.localdate(at)
    with seeing_all("how homes answer invitations is counted over every council, and small numbers are withheld"):
        return counts.answers_to_invitations(
            at=at, invitations_min=whole("creaming_invitations_min", on),
            coverage_percent=whole("creaming_interval_percent", on), high_from=whole("stratum_high_level", on),
            threshold=whole("suppression_threshold", on), round_to=whole("suppression_round_to", on),
        )  # fmt: skip
