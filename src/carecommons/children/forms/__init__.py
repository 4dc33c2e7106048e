"""Forms built from the data dictionary: the same questions, hints and refusals as the API and the manual."""

from .asked import RecordForm, ask
from .carried import CarriedForm
from .minimal import BirthForm
from .needs import AssessmentForm, EndFlagForm, FlagForm, MattersForm, OutcomeForm, RatingForm, StrengthsForm
from .own import MessageForm, OwnForm, OwnNeedForm
from .record import (
    AddChildForm,
    AvoidForm,
    ConnectionForm,
    ReasonForm,
    SayForm,
    StoryForm,
    TellForm,
    WishForm,
)

__all__ = [
    "AddChildForm",
    "AssessmentForm",
    "AvoidForm",
    "BirthForm",
    "CarriedForm",
    "ConnectionForm",
    "EndFlagForm",
    "FlagForm",
    "MattersForm",
    "MessageForm",
    "OutcomeForm",
    "OwnForm",
    "OwnNeedForm",
    "RatingForm",
    "ReasonForm",
    "RecordForm",
    "SayForm",
    "StoryForm",
    "StrengthsForm",
    "TellForm",
    "WishForm",
    "ask",
]  # fmt: skip
