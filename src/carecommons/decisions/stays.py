"""Why a stay ends: the end reasons of the statutory return that may be used today (episodes, REC)."""

from carecommons.children.returns.tables import codes

__all__ = ["END_REASONS", "NO_END"]

# X1 says only that another episode begins: a move, which a decision records.
NO_END = "X1"
END_REASONS: dict[str, str] = {
    code: known.means for code, known in codes("episodes", "REC").items() if code != NO_END and known.last_year == 9999
}
