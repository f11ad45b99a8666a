"""dlutils: the reference package of the course, from one neuron to L layers.

Symbols of the book are names in the code: ``X`` has shape (n_x, m), one example per column;
``Y`` has shape (1, m); ``w`` has shape (n_x, 1); ``b`` is a scalar.
"""

__version__ = "0.1.0"
