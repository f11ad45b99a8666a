"""The instructor's side: commands, intake, grading, release. No other part of dlutils imports it."""
