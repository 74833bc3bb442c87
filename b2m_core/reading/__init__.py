"""What does this text say? Start with ``reader``."""
