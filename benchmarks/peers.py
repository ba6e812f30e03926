"""The ranking chain as others would write it: rater mean → score → dimension scores → total → rank within the group.

In binary floats throughout, rounded half up to two decimals after every level, but for one that reckons in whole numbers and is
exact. Each function takes the same frames and returns one row per unit with its total and rank. Those whose package isn't
installed are left out.
"""

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.sample import DIMENSIONS, Sample

Ranker = Callable[[], pd.DataFrame]


def rounded(numbers: np.ndarray) -> np.ndarray:
    """Return the numbers rounded half up to two decimals, as far as floats can."""
    return np.floor(numbers * 100 + 0.5) / 100


def with_pandas(sample: Sample) -> Ranker:
    """Rank with pandas."""
    marks, roster, indicators = sample.marks, sample.roster, sample.indicators
    weight = pd.Series(DIMENSIONS, dtype=float, name="dimension_weight")

    def rank() -> pd.DataFrame:
        joined = marks.groupby(["unit", "indicator"], sort=False)["mark"].mean().reset_index().merge(indicators, on="indicator")
        score = rounded((joined["mark"] / joined["full_mark"] * 100).to_numpy())
        joined = joined.assign(weighted=score * joined["weight"])
        by_dimension = joined.groupby(["unit", "dimension"], sort=False)[["weighted", "weight"]].sum().reset_index()
        by_dimension["score"] = rounded((by_dimension["weighted"] / by_dimension["weight"]).to_numpy())
        return rank_of(by_dimension)

    def rank_of(by_dimension: pd.DataFrame) -> pd.DataFrame:
        by_dimension = by_dimension.join(weight, on="dimension")
        by_dimension["weighted"] = by_dimension["score"] * by_dimension["dimension_weight"]
        totals = by_dimension.groupby("unit", sort=False)["weighted"].sum().reset_index()
        totals["total"] = rounded(totals["weighted"].to_numpy() / weight.sum())
        totals = totals.merge(roster, on="unit")
        totals["rank"] = totals.groupby("group")["total"].rank("min", ascending=False)
        return totals[["unit", "total", "rank"]]

    return rank


def polars_frames(sample: Sample, as_enum: bool) -> tuple[Any, ...]:
    """Return marks, roster, indicators and the dimensions' weights as polars' frames."""
    import polars as pl

    weights = pd.DataFrame({"dimension": list(DIMENSIONS), "dimension_weight": [float(weight) for weight in DIMENSIONS.values()]})
    frames = [pl.from_pandas(frame) for frame in (sample.marks, sample.roster, sample.indicators, weights)]
    if as_enum:
        types = {
            "unit": pl.Enum(sample.roster["unit"]),
            "indicator": pl.Enum(sample.indicators["indicator"]),
            "dimension": pl.Enum(list(DIMENSIONS)),
        }
        frames = [
            frame.with_columns(pl.col(name).cast(types[name]) for name in types if name in frame.columns) for frame in frames
        ]
    return tuple(frames)


def with_polars(sample: Sample, as_enum: bool) -> Ranker:
    """Rank with polars, lazily; names as text, or turned into Enum before the clock starts."""
    import polars as pl

    marks, roster, indicators, weights = polars_frames(sample, as_enum)

    def half_up(expression: pl.Expr) -> pl.Expr:
        return (expression * 100 + 0.5).floor() / 100

    def rank() -> pd.DataFrame:
        return (
            marks.lazy()
            .group_by("unit", "indicator")
            .agg(pl.col("mark").mean())
            .join(indicators.lazy(), on="indicator")
            .with_columns(score=half_up(pl.col("mark") / pl.col("full_mark") * 100))
            .group_by("unit", "dimension")
            .agg(score=half_up((pl.col("score") * pl.col("weight")).sum() / pl.col("weight").sum()))
            .join(weights.lazy(), on="dimension")
            .group_by("unit")
            .agg(total=half_up((pl.col("score") * pl.col("dimension_weight")).sum() / pl.col("dimension_weight").sum()))
            .join(roster.lazy(), on="unit")
            .with_columns(rank=pl.col("total").rank("min", descending=True).over("group"))
            .select("unit", "total", "rank")
            .collect()
        )

    return rank


def with_whole_numbers(sample: Sample) -> Ranker:
    """Rank with polars, lazily and exactly: names are turned into Enum and figures into whole numbers before the clock starts."""
    import polars as pl

    marks, roster, indicators, weights = polars_frames(sample, True)
    marks = marks.with_columns((pl.col("mark") * 100).round().cast(pl.Int64))
    indicators = indicators.with_columns((pl.col("full_mark") * 100).cast(pl.Int64), pl.col("weight").cast(pl.Int64))
    weights = weights.with_columns(pl.col("dimension_weight").cast(pl.Int64))

    def mean(score: str, weight: str) -> pl.Expr:
        return (2 * (pl.col(score) * pl.col(weight)).sum() + pl.col(weight).sum()) // (2 * pl.col(weight).sum())

    def rank() -> pd.DataFrame:
        whole = pl.col("full_mark") * pl.col("raters")
        return (
            marks.lazy()
            .group_by("unit", "indicator")
            .agg(pl.col("mark").sum(), raters=pl.len().cast(pl.Int64))
            .join(indicators.lazy(), on="indicator")
            .with_columns(score=(2 * 10_000 * pl.col("mark") + whole) // (2 * whole))
            .group_by("unit", "dimension")
            .agg(score=mean("score", "weight"))
            .join(weights.lazy(), on="dimension")
            .group_by("unit")
            .agg(total=mean("score", "dimension_weight"))
            .join(roster.lazy(), on="unit")
            .with_columns(rank=pl.col("total").rank("min", descending=True).over("group"), total=pl.col("total") / 100)
            .select("unit", "total", "rank")
            .collect()
        )

    return rank


def with_matrix(sample: Sample, weighted_sum: Callable, ranks: Callable) -> Ranker:
    """Rank with a library that takes a matrix of units × criteria: pandas joins the raters and makes the matrix."""
    marks, roster = sample.marks, sample.roster
    names = sample.indicators["indicator"].tolist()

    def rank() -> pd.DataFrame:
        matrix = marks.groupby(["unit", "indicator"], sort=False)["mark"].mean().unstack()
        scores = rounded(matrix[names].to_numpy())
        by_dimension = [rounded(weighted_sum(scores[:, place : place + 10], np.full(10, 0.1))) for place in (0, 10, 20)]
        weights = np.array(list(DIMENSIONS.values()), dtype=float)
        totals = rounded(weighted_sum(np.column_stack(by_dimension), weights / weights.sum()))
        found = pd.DataFrame({"unit": matrix.index, "total": totals}).merge(roster, on="unit")
        place = np.empty(len(found))
        for members in found.groupby("group").indices.values():
            place[members] = ranks(found["total"].to_numpy()[members])
        return found.assign(rank=place)[["unit", "total", "rank"]]

    return rank


def with_pymcdm(sample: Sample) -> Ranker:
    """Rank with pymcdm's weighted sum and ranks."""
    from pymcdm.methods import WSM

    method = WSM(lambda column, cost: column)
    return with_matrix(sample, lambda matrix, weights: method(matrix, weights, np.ones(len(weights))), _lowest_rank)


def with_scikit_criteria(sample: Sample) -> Ranker:
    """Rank with scikit-criteria's weighted sum."""
    import skcriteria
    from skcriteria.agg.simple import WeightedSumModel

    def weighted_sum(matrix: np.ndarray, weights: np.ndarray) -> np.ndarray:
        given = skcriteria.mkdm(matrix, [max] * len(weights), weights=weights)
        return WeightedSumModel().evaluate(given).e_.score

    return with_matrix(sample, weighted_sum, _lowest_rank)


def _lowest_rank(totals: np.ndarray) -> np.ndarray:
    """Equal totals share the better rank; the libraries' own ranks give them the mean of theirs."""
    from scipy.stats import rankdata

    return rankdata(-totals, "min")


def others(sample: Sample) -> dict[str, Callable[[], Ranker]]:
    """Return what makes each of those whose packages are installed, by name."""
    found: dict[str, Callable[[], Ranker]] = {"pandas": lambda: with_pandas(sample)}
    if find_spec("polars"):
        found["polars, text"] = lambda: with_polars(sample, False)
        found["polars, Enum"] = lambda: with_polars(sample, True)
        found["polars, Enum, whole numbers"] = lambda: with_whole_numbers(sample)
    if find_spec("skcriteria"):
        found["scikit-criteria"] = lambda: with_scikit_criteria(sample)
    if find_spec("pymcdm"):
        found["pymcdm"] = lambda: with_pymcdm(sample)
    return found
