"""The words under which children are counted: what each code of the return is shown as.

Sources: the department's guide as data/ssda903_codes.csv has it; groups of places and of ethnicity as the
national statistics show them (handbook section 4).
"""

import numpy as np
import numpy.typing as npt

from carecommons.common.days import AGE_BANDS

from .tables import codes

SHORT_BREAKS = ("V3", "V4")
UNKNOWN = "Not known"
TABLES: dict[str, str] = {
    "header": "Children (header)",
    "episodes": "Episodes",
    "reviews": "Reviews",
    "uasc": "Unaccompanied children",
    "oc2": "Health and development (OC2)",
    "oc3": "Care leavers (OC3)",
    "ad1": "Adoption (AD1)",
    "placed_for_adoption": "Placed for adoption",
    "previous_permanence": "Previous permanence",
    "missing": "Missing from care",
    "sw_episodes": "Social workers",
    "dolo": "Deprivation of liberty orders",
}
"""The twelve tables of the return by the names that people read."""
ADOPTIVE = ("A3", "A4", "A5", "A6")
MONTHS = (
    "April", "May", "June", "July", "August", "September", "October", "November", "December", "January", "February",
    "March",
)  # fmt: skip
AGES = (*(name for _, _, name in AGE_BANDS), "18 and over", UNKNOWN)
SEXES = {"F": "Female", "M": "Male"}
PLACES: dict[str, str] = {
    **dict.fromkeys(("U1", "U2", "U3"), "Foster care with a relative or friend"),
    **dict.fromkeys(("U4", "U5", "U6"), "Foster care with another carer"),
    "K2": "Children's home",
    "K1": "Secure children's home",
    **dict.fromkeys(("K3", "H5", "P2"), "Supported or independent living"),
    "P1": "With parents",
    **dict.fromkeys(ADOPTIVE, "Placed for adoption"),
    "S1": "Residential school",
    **dict.fromkeys(
        ("R1", "R2", "R3", "R5", "P3", "Z1", "Z11", "Z12", "Z13", "Z14", "T0", "T1", "T2", "T3", "T4"), "Other"
    ),
}
ETHNIC_GROUPS = ("White", "Mixed", "Asian", "Black", "Other", "Refused or not yet obtained")
ETHNIC: dict[str, str] = {
    code: (
        "Refused or not yet obtained" if code in ("REFU", "NOBT")
        else {"W": "White", "M": "Mixed", "A": "Asian", "B": "Black", "C": "Asian", "O": "Other"}[code[0]]
    )
    for code in codes("header", "ETHNIC")
}  # fmt: skip
ALONE = ("Unaccompanied", "Not unaccompanied")
AREA = ("Outside the council's area", "In the council's area", UNKNOWN)


def cut(miles: int) -> tuple[str, str]:
    return f"Under {miles} miles", f"{miles} miles or more"


def means(column: str) -> dict[str, str]:
    return {code: known.means for code, known in codes("episodes", column).items()}


def shown(column: str) -> tuple[str, ...]:
    """The meanings of a column, without those that are never counted."""
    return tuple(dict.fromkeys(m for code, m in means(column).items() if code not in SHORT_BREAKS))


def age_words(age: npt.NDArray[np.int64]) -> npt.NDArray[np.str_]:
    names = np.array([*(name for _, _, name in AGE_BANDS), "18 and over"])
    lows = np.array([low for low, _, _ in AGE_BANDS])
    band = np.searchsorted(lows, np.maximum(age, 0), side="right") - 1
    band = np.where(age > AGE_BANDS[-1][1], len(AGE_BANDS), band)
    return np.where(age < 0, UNKNOWN, names[band])


def worded(words: npt.NDArray[np.str_], means: dict[str, str], otherwise: str = UNKNOWN) -> npt.NDArray[np.str_]:
    """What each code means; `otherwise` where nothing says it."""
    if not len(words):
        return np.zeros(0, "<U1")
    distinct, which = np.unique(words, return_inverse=True)
    return np.array([means.get(str(word), otherwise) for word in distinct])[which]
