"""An independent reference implementation of Hufu profile 1, written from Vectors/PROFILE.md alone.

It favours being plainly right over being fast, and is meant for tests: do not hold real keys with it.
"""
