"""From conclusions to an answer: in which words, with which sources."""
