"""The register of homes, its evidence, the map, councils and owners for machines."""

from . import areas, evidence, homes, keeping
from .router import router

__all__ = ["areas", "evidence", "homes", "keeping", "router"]
