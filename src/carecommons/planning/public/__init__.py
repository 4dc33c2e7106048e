"""Public statistics of children in care, whichever release they come in: values or symbols, never a guess.

Sources: Department for Education (explore education statistics; local authority interactive tool), Ministry of Housing,
Communities and Local Government (revenue outturn RO3), Office for National Statistics (population estimates), all under
the Open Government Licence v3.0; and the Placements North West census, a record of councils that is read into counts.
A cell holds a number or the sign that stands in its place: a sign is never nought.
"""

from .reading import read_files, read_limited
from .summary import summary
from .values import Cell, Proof, Reading, Statistic

__all__ = ["Cell", "Proof", "Reading", "Statistic", "read_files", "read_limited", "summary"]
