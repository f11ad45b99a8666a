"""The instructor's side: commands, intake, grading, release. No other part of dlutils imports it."""

import sys

# `jsonschema`, which nbformat imports, loads this package where it is installed, to judge a kind of address that no
# notebook has. That takes 0.9 s at the start of every command.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # None makes the import fail
