"""How each thing that was mended or doubted can be put right at its source, in the council's own system.

One entry for each kind of `notes.KINDS`: where it stands (table and columns of the return) and what to do. Mending at
the source matters because every later return carries the same fault again, and because others read the record too.
"""

from dataclasses import dataclass

__all__ = ["MENDING", "Mend"]


@dataclass(frozen=True, slots=True)
class Mend:
    """where: tables and columns of the return. how: what to do, in one or two sentences."""

    where: str
    how: str


_EXPORT = "Set the export of the case system to the return's own form"

MENDING: dict[str, Mend] = {
    "encoding": Mend("Any file", f"{_EXPORT}: “CSV UTF-8”. Names with accents then arrive as they are."),
    "columns_extra": Mend("Any table, heading row", "Leave local columns out of the export. They are not read here."),
    "columns_missing": Mend(
        "Any table, heading row", "Add the columns to the export; without them they count as blank."
    ),
    "columns_renamed": Mend("Any table, heading row", "Use the headings of the guide, spelt as they are there."),
    "dates_iso": Mend("Any table, days", f"{_EXPORT}: day/month/year."),
    "dates_two_digit_year": Mend("Any table, days", f"{_EXPORT}: years with four digits, so that none is guessed."),
    "dates_other_form": Mend("Any table, days", f"{_EXPORT}: day/month/year, without a time."),
    "spaces_trimmed": Mend("Any table", "Take the spaces out where the value is typed, or in the export."),
    "code_case": Mend("Any table, codes", "Write codes in capitals, as the guide has them."),
    "code_decimal": Mend(
        "Any table, codes", "Do not open and save the file in a spreadsheet: it turns codes into numbers."
    ),
    "blank_word": Mend("Any table", "Export empty values as nothing at all, not as NULL or N/A."),
    "blank_rows": Mend("Any table", "Take empty rows out of the export. They usually come from a spreadsheet."),
    "header_repeated": Mend("Any table", "Join files without their heading rows, or send them as several files."),
    "xml_unknown": Mend("The XML file", "Ask the supplier of the case system which version of the guide it writes."),
    "several_parts": Mend("Any table", "Nothing to do. One file a table is easier to check."),
    "same_file_twice": Mend("The folder", "Take the copy out of the folder."),
    "another_return": Mend("The folder", "Keep one return of a year in the folder: the XML or the CSV files."),
    "another_version": Mend("The folder", "Take the older version out of the folder, so that the right one is read."),
    "year_from_dates": Mend("The folder; episodes DECOM, DEC", "Name the folder after the year that the days are of."),
    "year_unknown": Mend(
        "The folder", "Put the file beside the episodes of its year, or into a folder named after it."
    ),
    "years_in_one_file": Mend("episodes DECOM, DEC", "Export each collection year by itself."),
    "table_before_its_time": Mend("The table", "Check the year of the folder. The table was not asked for then."),
    "code_unknown": Mend(
        "Any table, codes", "Find the rows and choose a code of the guide. A local code needs a mapping in the export."
    ),
    "code_out_of_year": Mend("Any table, codes", "Choose the code that was in use in that year; the guide lists them."),
    "value_blank": Mend(
        "Any table, required columns", "Fill the value in on the child's record. It counts as not known."
    ),
    "start_blank": Mend(
        "Any table, first day (DECOM and the like)", "Fill in the first day. Until then the row counts nowhere."
    ),
    "number_out_of_range": Mend("oc2 SDQ_SCORE and other numbers", "Check the number against the form it came from."),
    "postcode_unreadable": Mend(
        "episodes HOME_POST, PL_POST",
        "Write the whole postcode, such as AB1 2CD. Without it neither distance nor area is known. For a home outside "
        "the United Kingdom leave it blank.",
    ),
    "formula": Mend("Any table", "Take the =, +, - or @ off the front. A spreadsheet would run it."),
    "child_id_odd": Mend("Any table, CHILD", "Export the number as text; a spreadsheet rounds long numbers for good."),
    "outside_year": Mend("episodes DECOM, DEC", "Check both days, or leave the episode out of this year's return."),
    "end_reason_without_end": Mend("episodes DEC, REC", "Give the last day, or take the reason off if it still runs."),
    "end_without_reason": Mend(
        "episodes DEC, REC", "Say why the episode ended. Without it the end counts as not known."
    ),
    "no_header_row": Mend(
        "header CHILD", "Add the child to the header, or correct the child's number in the other table."
    ),
    "birth_dates_differ": Mend("header DOB", "Correct the birth date on the child's record and in the older return."),
    "sex_differs": Mend("header SEX", "Correct it on the child's record, and in the older return if that was wrong."),
    "begins_before_birth": Mend("header DOB; episodes DECOM", "Correct the birth date or the first day."),
    "after_eighteenth_birthday": Mend(
        "header DOB; episodes DEC", "Care ends at 18: give the last day, or correct the birth date."
    ),
    "duplicate": Mend("Any table", "Take the second row out of the case system, not only out of the file."),
    "same_start_twice": Mend(
        "episodes DECOM", "Close or remove the episode that is not true. Two cannot begin together."
    ),
    "in_several_years": Mend("episodes", "Nothing to do: an episode that runs over 31 March belongs in both returns."),
    "child_in_several_years": Mend("header", "Nothing to do: a child who stays belongs in each year's return."),
    "open_closed_by_later_return": Mend("episodes DEC, REC", "Nothing to do: it was open then and has ended since."),
    "changed_by_later_return": Mend(
        "episodes", "If the later one is right, send the earlier year again as corrected, so that both agree."
    ),
    "open_closed_by_next_episode": Mend(
        "episodes DEC, REC", "Give the last day and the reason of the earlier episode."
    ),
    "open_then_gone": Mend(
        "episodes DEC, REC", "Say when and why care ended. Until then it ends here on the last 31 March that had it."
    ),
    "overlap": Mend(
        "episodes DECOM, DEC", "Correct the days: the earlier episode ends on the day the next one begins."
    ),
    "x1_gap": Mend(
        "episodes DEC, DECOM, REC", "Correct the days so that they meet, or choose another end reason than X1."
    ),
    "x1_last": Mend("episodes REC", "Add the episode that follows, or choose the end reason that is true."),
    "x1_then_start": Mend(
        "episodes REC, RNE", "Choose another end reason than X1, or another reason for the new episode."
    ),
    "same_carer_joined": Mend("episodes RNE", "Nothing to do: a change of status is no move."),
    "absence_joined": Mend("episodes PLACE (T codes)", "Nothing to do: the child came back to the same home."),
}
