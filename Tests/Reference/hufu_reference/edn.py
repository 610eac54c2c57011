"""Diagnostic notation (RFC 8949 section 8) of a strict item, for people."""

import json

from .strict import REDACTED, Item


def edn(item: Item) -> str:
    kind, value = item.kind, item.value
    if kind == "int":
        return str(value)
    if kind == "bytes":
        return f"h'{value.hex()}'"
    if kind == "text":
        return json.dumps(value, ensure_ascii=False)
    if kind == "array":
        return "[" + ", ".join(map(edn, value)) + "]"
    if kind == "map":
        return "{" + ", ".join(f"{key(one)}: {edn(value[one])}" for one in value) + "}"
    if kind == "tag":
        return f"{value[0]}({edn(value[1])})"
    return {None: "null", True: "true", False: "false"}[value]


def key(value) -> str:
    if value is REDACTED:
        return "simple(59)"
    return str(value) if isinstance(value, int) else json.dumps(value, ensure_ascii=False)
