"""The kinds of values that a scheme's keys take, each refused in a sentence of its own."""

from decimal import Decimal
from typing import Annotated, TypeVar

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from evaluation.exact import MAX_NUMBER, MAX_PLACES
from evaluation.wording import conditions as condition_words
from evaluation.wording import scheme as words

Item = TypeVar("Item")


def refuse(sentence: str, **values: object) -> PydanticCustomError:
    """Return the error that carries one of our own sentences through pydantic."""
    return PydanticCustomError("scheme", "{sentence}", {"sentence": sentence.format(**values)})


def _number(value: object) -> Decimal:
    """Return the decimal as written in the file; binary floats never reach this point."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise refuse(words.NOT_A_NUMBER, found=value)
    number = Decimal(value)
    if not number.is_finite():
        raise refuse(words.NOT_A_NUMBER, found=value)
    if number.copy_abs() >= MAX_NUMBER or -number.as_tuple().exponent > MAX_PLACES:
        raise refuse(words.TOO_LONG_NUMBER, found=value)
    return number


def _positive(value: object) -> Decimal:
    number = _number(value)
    if number <= 0:
        raise refuse(words.NOT_POSITIVE, found=value)
    return number


def _not_negative(value: object) -> Decimal:
    number = _number(value)
    if number < 0:
        raise refuse(words.NEGATIVE, found=value)
    return number


def whole_number(low: int, high: int) -> BeforeValidator:
    """Return the check that a value is a whole number from ``low`` to ``high``."""

    def check(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise refuse(words.NOT_AN_INTEGER, found=value)
        if not low <= value <= high:
            raise refuse(words.OUT_OF_RANGE, low=low, high=high, found=value)
        return value

    return BeforeValidator(check)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise refuse(words.NOT_TEXT)
    if not value.strip():
        raise refuse(words.EMPTY_TEXT)
    return value.strip()


def _quota(value: object) -> int | str:
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    if isinstance(value, str) and value.endswith("%"):
        try:
            share = Decimal(value[:-1])
        except ArithmeticError:
            share = Decimal(0)
        if share.is_finite() and 0 < share <= 100:
            return value
    raise refuse(words.BAD_QUOTA, found=value)


def _conditions(value: object) -> object:
    if isinstance(value, str):
        raise refuse(condition_words.NOT_A_CONDITION, found=value)
    return value


Number = Annotated[Decimal, BeforeValidator(_number)]
Positive = Annotated[Decimal, BeforeValidator(_positive)]
NotNegative = Annotated[Decimal, BeforeValidator(_not_negative)]
Text = Annotated[str, BeforeValidator(_text)]
Quota = Annotated[int | str, BeforeValidator(_quota)]
Decimals = Annotated[int, whole_number(0, 6)]
Count = Annotated[int, whole_number(1, 10**6)]
Texts = Annotated[tuple[Text, ...], Field(strict=False)]
Groups = Annotated[tuple[Text, ...], Field(strict=False, min_length=1)]
Points = Annotated[tuple[NotNegative, ...], Field(strict=False)]
Conditions = Annotated[tuple[Item, ...], BeforeValidator(_conditions), Field(strict=False)]
