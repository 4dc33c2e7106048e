"""Calendars and reminders of what is due: a day, a kind and a reference, and never a word about a child.

Source: handbook section 5, step 11 (timers); trust.md (no personal words in mail).
"""
