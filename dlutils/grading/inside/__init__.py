"""What runs inside the sandbox: it starts processes, runs learners' cells, and calls learners' functions.

Nothing that these modules say is believed outside: once the first cell has run, they belong to the learner.
"""

HOME, SCRATCH = "/learner", "/scratch"  # folders of a submission's own
