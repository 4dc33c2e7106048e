"""The register of homes, its evidence, the map, councils and owners for machines."""

from . import areas, evidence, homes
from .router import router

__all__ = ["areas", "evidence", "homes", "router"]
