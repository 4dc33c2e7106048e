"""Stays in care as counts by cell: the form in which need leaves this room for a forecast, and never a child."""
