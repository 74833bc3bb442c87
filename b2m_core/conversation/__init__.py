"""What does a turn mean after the turns before it, and what does it change?"""
