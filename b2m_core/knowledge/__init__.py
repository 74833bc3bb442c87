"""The knowledge: what is true, says who, and who reviewed it."""
