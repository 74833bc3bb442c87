"""Which numbers stand in a table or a laboratory message, and whose are they by their place?"""
