"""Life in progress: what the demonstration tells of children after a choice, over half a year. Invented data.

Everything is done through the acts that the pages use, each at its own moment and in the order of those moments.
"""
