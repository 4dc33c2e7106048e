"""Forecast of children in care: by age, kind of home, time in care and area, with its track record beside it.

The day of a forecast looks at nothing after itself. Beside it always stand the last value, carried on, and the straight
line; where they were nearer in the past, the page says so.
"""
