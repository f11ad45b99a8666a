"""Answers to the third task of `initialization`: the standard deviation that suits ReLU."""

import math

import numpy as np


def deviation_in_steps(n_prev):
    """Give each step a name, and print."""
    variance = 2.0 / n_prev
    standard_deviation = variance**0.5
    print("standard deviation:", standard_deviation)
    return standard_deviation


def deviation_by_newton(n_prev):
    """Compute the root by hand."""
    v = 2 / n_prev
    x = 1.0
    for _ in range(60):
        x = (x + v / x) / 2
    return x


RIGHT = {
    "standard_deviation_he": {
        "np.sqrt": lambda n_prev: np.sqrt(2 / n_prev),
        "math.sqrt": lambda n_prev: math.sqrt(2.0 / n_prev),
        "power": lambda n_prev: (2 / n_prev) ** 0.5,
        "two roots": lambda n_prev: np.sqrt(2) / np.sqrt(n_prev),
        "negative power": lambda n_prev: (n_prev / 2) ** -0.5,
        "in an array": lambda n_prev: np.sqrt(np.array([[2 / n_prev]])),
        "exp of a logarithm": lambda n_prev: np.exp(0.5 * (np.log(2) - np.log(n_prev))),
        "in steps, prints": deviation_in_steps,
        "by Newton": deviation_by_newton,
    },
}

SD = "standard_deviation_he"

WRONG = {
    SD: {
        "variance": (lambda n_prev: 2.0 / n_prev, f"{SD}.variance"),
        "1 under the root": (lambda n_prev: 1 / np.sqrt(n_prev), f"{SD}.one_over"),
        "root of 2 alone": (lambda n_prev: np.sqrt(2) / n_prev, f"{SD}.root_of_two_only"),
        "2 outside": (lambda n_prev: 2 / np.sqrt(n_prev), f"{SD}.two_outside"),
        "upside down": (lambda n_prev: 1 / np.sqrt(2 / n_prev), f"{SD}.inverse"),
        "whole division": (lambda n_prev: np.sqrt(2 // n_prev), f"{SD}.floor"),
        "squared": (lambda n_prev: np.square(2 / n_prev), f"{SD}.squared"),
        "0.01": (lambda n_prev: 1e-2, f"{SD}.small"),
        "6 under the root": (lambda n_prev: np.sqrt(6 / n_prev), ""),
        "from the input's layer dims": (lambda n_prev: np.sqrt(2 / n_prev[0]), ""),
    },
}
