"""The action server: tracker in, one call of the core, messages out."""
