"""The agree stage: coordination rounds, what they propose and what owners say to it."""
