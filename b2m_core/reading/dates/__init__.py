"""Which words are a date, and which day do they mean?"""
