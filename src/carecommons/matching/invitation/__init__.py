"""Asking every home that could be right, with the same words and the same clock, before one is chosen."""
