"""The acts of planning."""

from .forecasts import ForecastMade, keep_forecasts, make_forecast

__all__ = ["ForecastMade", "keep_forecasts", "make_forecast"]
