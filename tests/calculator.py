"""A calculator for the formulas of a trace: reads them as exact arithmetic, sharing no code with what wrote them."""

import ast
import math
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

_SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-"})
_DIGITS = 120


def calculate(formula: str) -> Fraction:
    """What the formula comes to: exactly, or (with LN and ^) as computed to 40 digits."""
    with localcontext() as context:
        context.prec = _DIGITS
        text = formula.translate(_SIGNS).replace("^", "**")
        value = _value(ast.parse(text, mode="eval").body, text)
        if isinstance(value, Fraction):
            return value
        context.prec, context.rounding = 40, ROUND_HALF_EVEN
        return Fraction(+value)


def half_up(value: Fraction, places: int) -> Fraction:
    scaled = math.floor(abs(value) * 10**places + Fraction(1, 2))
    return Fraction(scaled if value >= 0 else -scaled, 10**places)


def _value(node: ast.expr, text: str) -> Fraction | Decimal:
    if isinstance(node, ast.Constant):
        return Fraction(ast.get_source_segment(text, node))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand, text)
    if isinstance(node, ast.Call):
        return _function(node.func.id, [_value(argument, text) for argument in node.args])
    assert isinstance(node, ast.BinOp), ast.dump(node)
    left, right = _value(node.left, text), _value(node.right, text)
    if isinstance(node.op, ast.Pow):
        return left**right if right == int(right) and isinstance(left, Fraction) else _decimal(left) ** _decimal(right)
    if isinstance(left, Decimal) or isinstance(right, Decimal):
        left, right = _decimal(left), _decimal(right)
    return {
        ast.Add: lambda: left + right,
        ast.Sub: lambda: left - right,
        ast.Mult: lambda: left * right,
        ast.Div: lambda: left / right,
    }[type(node.op)]()


def _function(name: str, values: list[Fraction]) -> Fraction | Decimal:
    if name == "LN":
        return _decimal(values[0]).ln()
    if name == "ROUNDUP":
        assert values[1] == 0
        return Fraction(math.ceil(values[0]))
    return {"MAX": max, "MIN": min}[name](values)


def _decimal(value: Fraction | Decimal) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(value.numerator) / Decimal(value.denominator)
