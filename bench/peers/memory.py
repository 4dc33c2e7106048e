"""The most memory a measured process held: a line of program put before it.

Linux counts the memory of the parent into a child's `ru_maxrss`; the high-water mark of /proc does not.
"""

PEAK = """
def peak_megabytes():
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
    except (OSError, StopIteration):
        import resource, sys
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
"""
