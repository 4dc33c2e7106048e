"""Care Commons: fair, explained, recorded decisions about homes for children in care."""

__version__ = "0.1.0"
