"""How far the weights can move before a list changes: exact geometry where the lines are straight.

Terms follow SMAA-2 (Lahdelma and Salminen 2001) and "On Obtaining Stable Rankings" (Asudeh et al., PVLDB 12(3), 2018).
"""

from evaluation.contest import Contest, contest_of
from evaluation.stability.dial import Turn, dial
from evaluation.stability.findings import Finding, Part, explore, membership, to_json, winners
from evaluation.stability.regions import Limits, Region, limited_region, whole_region

__all__ = [
    "Contest",
    "Finding",
    "Limits",
    "Part",
    "Region",
    "Turn",
    "contest_of",
    "dial",
    "explore",
    "limited_region",
    "membership",
    "to_json",
    "whole_region",
    "winners",
]
