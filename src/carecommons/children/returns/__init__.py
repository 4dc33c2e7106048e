"""The statutory return of looked-after children (SSDA903): read, checked, repaired, linked over the years.

    read.py     files -> tables, with every fault and doubt         (tables, csv_form, xml_form, rows, years)
    repair.py   the rows of many years -> one sequence of episodes a child, and what was mended
    link.py     episodes -> placements and periods of care
    measures.py the figures of the audit, from plain arrays
    report.py   what to tell the person who sent the files

Days are whole days since 1 January 1970; OPEN stands for "has not ended". Collection years are named by the
31 March on which they end.
"""
