"""Answers as learners write them, right and wrong: one module for each assignment, with `RIGHT` and `WRONG`.

``RIGHT[name][style]`` is a function that must pass. ``WRONG[name][description]`` is a pair: a function that must fail,
and the key of the known mistake that names it rightly, or an empty text where the checks know none.
"""
