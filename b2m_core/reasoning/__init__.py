"""What follows from the case?"""
