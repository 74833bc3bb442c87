"""The pages of docs/knowledge: what the knowledge files say, for people to read and to check."""
