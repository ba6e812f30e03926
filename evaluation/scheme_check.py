"""The check of a scheme, key by key: models for pydantic, made from what the annotations of ``scheme`` say."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Annotated, Any, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from evaluation import scheme, scheme_fields
from evaluation.scheme import PARTS, Scheme

__all__ = ["ValidationError", "checked_keys", "model_of"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def checked_keys(data: Mapping[str, Any]) -> Scheme:
    """Return the scheme in what a file holds. Raises ValidationError with everything that a single key can be blamed for."""
    return _plain(model_of(Scheme).model_validate(data))


def model_of(kind: type) -> type[BaseModel]:
    """Return pydantic's model of a scheme or of one of its parts."""
    return _MODELS[kind.__name__]


def _made(kind: type, known: Mapping[str, Any]) -> type[BaseModel]:
    """Return the model of a part; the parts below it are among what is ``known`` by name."""
    hints = get_type_hints(kind, dict(known), include_extras=True)
    keys = {key.name: (_taken(hints[key.name]), _default(key)) for key in fields(kind)}
    return create_model(kind.__name__, __base__=_Part, **keys)


def _taken(hint: Any) -> Any:
    """Return an annotation as files are taken: TOML has no tuples, its lists stand for them."""
    return Annotated[hint, Field(strict=False)] if get_origin(hint) is tuple else hint


def _default(key: Any) -> Any:
    if key.default_factory is not MISSING:
        return Field(default_factory=key.default_factory)
    if key.name == "adjustment":
        return Field(default_factory=lambda: model_of(scheme.Adjustment)())
    return ... if key.default is MISSING else key.default


def _all_models() -> dict[str, type[BaseModel]]:
    known: dict[str, Any] = {**vars(scheme_fields), **vars(scheme)}
    made = {}
    for kind in (*PARTS.values(), Scheme):
        known[kind.__name__] = made[kind.__name__] = _made(kind, known)
    return made


def _plain(value: Any) -> Any:
    """Return what a model holds as the plain objects of a scheme."""
    if isinstance(value, BaseModel):
        kind = getattr(scheme, type(value).__name__)
        return kind(**{name: _plain(getattr(value, name)) for name in type(value).model_fields})
    return tuple(map(_plain, value)) if isinstance(value, tuple) else value


_MODELS = _all_models()
