"""Which day does a written date mean? Only days that can be meant in one way."""

from datetime import date


def day_of(written: str, today: date) -> date | None:
    """The day that ``written`` means; null where it is unclear or lies after ``today``."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if day <= today else None
