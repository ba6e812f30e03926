"""Ranking of a township's units by the 三个年 dimensions: intake, scoring, shortlist, pictures.

The package runs without Streamlit; ``python -m evaluation`` is the proof.
"""

PROGRAM_VERSION = "0.1.0"
