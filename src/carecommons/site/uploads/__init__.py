"""Files from outside over the web: the statutory return and the regulator's public list, as pages and for programs.

Both are read in a child process within the limits of `common.intake`, checked whole, and stored whole or not at
all. Nothing is kept between a check and an import: whoever stores sends the files again, and sees the same report.
"""
