"""Configuration of nbgrader. Both `nbgrader ...` and `dlcourse ...` read it."""

import warnings

from sqlalchemy.exc import SAWarning

# nbgrader 0.9 makes SQLAlchemy warn, at every submission, of something that does no harm.
warnings.filterwarnings("ignore", category=SAWarning)

c = get_config()  # noqa: F821  (nbgrader puts it here)

c.CourseDirectory.course_id = "dlutils-course"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "assignments"

# What a released cell holds in place of the solution.
c.ClearSolutions.code_stub = {"python": "# Your code here\nraise NotImplementedError()"}
c.ClearSolutions.text_stub = "Your answer here."

# What was handed in is rebuilt from the instructor's notebook. Its cells run in a sandbox, the graded cells outside.
c.Autograde.pre_convert_hook = "dlutils.grading.set_aside.set_aside"
c.Autograde.sanitize_preprocessors = ["dlutils.grading.steps.Rebuild"]
c.Autograde.autograde_preprocessors = [
    "dlutils.grading.steps.Judge",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "dlutils.grading.deadlines.SetDeadline",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

c.AssignLatePenalties.plugin_class = "dlutils.grading.deadlines.LatePenalty"

# A solved notebook runs in less than 10 s; one cell that needs longer than this never ends.
c.ExecutePreprocessor.timeout = 30
c.ExecutePreprocessor.interrupt_on_timeout = True
c.ExecutePreprocessor.startup_timeout = 120
# No history file; and no warning from every kernel that its connection, within this machine, is not encrypted.
c.ExecutePreprocessor.extra_arguments = ["--HistoryManager.hist_file=:memory:", "--IPKernelApp.log_level=40"]

# What learners wrote runs nothing in a page that shows it, and hidden inputs are not shown.
c.HTMLExporter.preprocessors = ["dlutils.grading.feedback.Safe"]
c.HTMLExporter.exclude_anchor_links = True
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "dlutils.grading.feedback.HideTests",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
