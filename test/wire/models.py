"""What AWS's service models (botocore's, as AWS publishes them) say against requests and answers: required, type, length, range, enum, pattern.

Reads JSON from stdin, [{"service", "operation", "direction": "input" | "output", "value"}, ...]; prints one list of complaints for each.
botocore's own validation leaves out enums, patterns and upper limits. In answers an empty list or map passes whatever its least length:
DynamoDB does answer `UnprocessedKeys: {}`."""

import json
import sys
from datetime import datetime
from functools import cache

import botocore.session
import regex

SESSION = botocore.session.get_session()
TYPES = {"string": str, "boolean": bool, "list": list, "map": dict, "structure": dict}
NUMBERS = {"integer": int, "long": int, "float": (int, float), "double": (int, float)}


# Where a service is not signed for under the name that its model has.
MODELS = {"monitoring": "cloudwatch", "config service": "config"}


@cache
def service(name):
    return SESSION.get_service_model(MODELS.get(name, name))


def wrong(shape, value, where, answer):
    kind = shape.type_name
    if kind == "timestamp":
        yield from timestamp(value, where)
    elif kind in NUMBERS:
        if isinstance(value, bool) or not isinstance(value, NUMBERS[kind]):
            yield f"{where} is no {kind}"
        else:
            yield from size(shape, value, where, "")
    elif kind == "blob":
        return
    elif not isinstance(value, TYPES[kind]):
        yield f"{where} is no {kind}"
    elif kind != "boolean":
        if kind in ("list", "map") and (value or not answer):
            yield from size(shape, len(value), where, "length ")
        yield from {"string": text, "list": items, "map": entries, "structure": members}[kind](shape, value, where, answer)


def timestamp(value, where):
    try:
        datetime.fromisoformat(value) if isinstance(value, str) else float(value)
    except (TypeError, ValueError):
        yield f"{where} is no time"


def size(shape, count, where, of):
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if (least is not None and count < least) or (most is not None and count > most):
        yield f"{where} has {of}{count}, not {least} to {most}"


def text(shape, value, where, answer):
    yield from size(shape, len(value), where, "length ")
    if shape.enum and value not in shape.enum:
        yield f"{where} is {value!r}, not one of {len(shape.enum)} known words"
    pattern = shape.metadata.get("pattern")
    # Java's way: the whole text, and \\p{...} classes.
    if pattern and not regex.fullmatch(pattern, value):
        yield f"{where} is {value!r}, which does not match {pattern}"


def items(shape, value, where, answer):
    for i, item in enumerate(value):
        yield from wrong(shape.member, item, f"{where}[{i}]", answer)


def entries(shape, value, where, answer):
    for key, entry in value.items():
        yield from wrong(shape.key, key, f"a key of {where}", answer)
        yield from wrong(shape.value, entry, f"{where}.{key}", answer)


def members(shape, value, where, answer):
    for name in shape.required_members:
        if value.get(name) is None:
            yield f"{where}.{name} is missing"
    for name, member in value.items():
        if name not in shape.members:
            yield f"{where}.{name} is not known"
        elif member is not None:
            yield from wrong(shape.members[name], member, f"{where}.{name}", answer)


def complaints(said):
    model = service(said["service"])
    if said["operation"] not in model.operation_names:
        return [f"{said['service']} has no {said['operation']}"]
    operation = model.operation_model(said["operation"])
    answer = said["direction"] == "output"
    shape = operation.output_shape if answer else operation.input_shape
    if shape is None:
        return [f"{said['operation']} says nothing"] if said["value"] else []
    return list(wrong(shape, said["value"], said["operation"], answer))


json.dump([complaints(said) for said in json.load(sys.stdin)], sys.stdout)
