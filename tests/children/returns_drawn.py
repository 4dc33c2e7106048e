"""Small invented returns, drawn as text. Invented data: no real child, ever."""

from carecommons.children.returns.link import Record, link
from carecommons.children.returns.read import Reading, read
from carecommons.children.returns.repair import Repaired, repair
from carecommons.common.intake import OPERATOR, gather_uploads

EPISODES = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN"
HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB"


def episode(
    child: str = "1", start: str = "01/05/2023", new: str = "S", legal: str = "C2", need: str = "N1", place: str = "U6",
    provider: str = "PR1", end: str = "", ended: str = "", moved: str = "", home: str = "", post: str = "AB1 2CD",
    urn: str = "1000001",
) -> str:  # fmt: skip
    """One line of the episodes table."""
    return ",".join((child, start, new, legal, need, place, provider, end, ended, moved, home, post, urn))


def head(child: str = "1", sex: str = "1", born: str = "02/03/2012", ethnic: str = "WBRI") -> str:
    """One line of the header table."""
    return ",".join((child, sex, born, ethnic, "", "", ""))


def table(heading: str, *lines: str) -> bytes:
    return ("\n".join((heading, *lines)) + "\n").encode()


def reading(*files: tuple[str, bytes], year: int | None = None) -> Reading:
    """The reading of files by name; a name may hold folders ("2024/episodes.csv")."""
    from dataclasses import replace

    items = [replace(gather_uploads([(name, data)], OPERATOR)[0], name=name, named=False) for name, data in files]
    return read(items, OPERATOR, year)


def years(**lines: list[str]) -> Reading:
    """Episodes by year: years(y2023=[episode(...)], y2024=[...])."""
    return reading(*((f"{y[1:]}/episodes.csv", table(EPISODES, *rows)) for y, rows in lines.items()))


def repaired(**lines: list[str]) -> Repaired:
    return repair(years(**lines))


def linked(**lines: list[str]) -> Record:
    return link(repaired(**lines))


def told(result: Repaired | Record) -> list[tuple[str, str, str, str]]:
    """Child, first day, last day ("" while open) and place of each episode, as the return writes them."""
    from carecommons.children.returns.days import to_date

    rows = result.episodes
    written = lambda day: d.strftime("%d/%m/%Y") if (d := to_date(day)) else ""  # noqa: E731
    return [
        (result.children.ids[int(c)], written(s), written(e), result.words["place"][p])
        for c, s, e, p in zip(rows.child, rows.start, rows.end, rows.place, strict=True)
    ]


def kinds(result: Reading | Repaired | Record) -> dict[str, int]:
    """The notes as kind -> count."""
    return {note.kind: note.count for note in result.notes}
