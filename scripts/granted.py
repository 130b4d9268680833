"""Do the templates grant, once SAM has made them out, what `npm run check:permissions` reads in them? It does not run SAM, this does.

Takes what `npm run check:permissions -- --granted` prints, as a file, and the templates. References and conditions are settled here once
more, by other code, and every resource that grants anything counts: also a role that only SAM makes, or a policy that stands by itself.
"""

import json
import re
import sys

from processed import processed

NOTHING = object()
POLICIES = ("AWS::IAM::ManagedPolicy", "AWS::IAM::Policy", "AWS::IAM::RolePolicy", "AWS::IAM::UserPolicy", "AWS::IAM::GroupPolicy")


def holds(condition, parameters, conditions):
    """Whether a condition of a template is true. What it cannot read is a KeyError."""
    ((function, of),) = condition.items()
    if function == "Fn::Equals":
        one, other = (parameters[side["Ref"]] if isinstance(side, dict) else side for side in of)
        return one == other
    parts = [holds(part, parameters, conditions) for part in of] if function.startswith("Fn::") else []
    return {
        "Fn::Not": lambda: not parts[0],
        "Fn::And": lambda: all(parts),
        "Fn::Or": lambda: any(parts),
        "Condition": lambda: holds(conditions[of], parameters, conditions),
    }[function]()


def settled(value, given, true):
    """The value without intrinsic functions, as far as policies have them. What is not given is a KeyError."""
    if isinstance(value, list):
        return [one for one in (settled(one, given, true) for one in value) if one is not NOTHING]
    if not isinstance(value, dict):
        return value
    for function, of in value.items() if len(value) == 1 else ():
        if function == "Ref":
            return NOTHING if of == "AWS::NoValue" else given[of]
        if function == "Fn::GetAtt":
            return given[of if isinstance(of, str) else ".".join(of)]
        if function == "Fn::Sub":
            return re.sub(r"\$\{([^!}]+)\}", lambda name: given[name[1]], of)
        if function == "Fn::If":
            return settled(of[1 if true(of[0]) else 2], given, true)
        if function.startswith("Fn::"):
            raise KeyError(function)
    return {key: one for key, one in ((key, settled(of, given, true)) for key, of in value.items()) if one is not NOTHING}


def listed(one):
    return one if isinstance(one, list) else [one]


def lines(who, statement):
    """One for each action and resource of a statement: what two readings of it have to have alike."""
    condition = json.dumps(statement.get("Condition", {}), sort_keys=True)
    actions = [*listed(statement.get("Action", [])), *(f"all but {action}" for action in listed(statement.get("NotAction", [])))]
    resources = [*listed(statement.get("Resource", [])), *(f"all but {arn}" for arn in listed(statement.get("NotResource", [])))]
    return [f"{who}: {statement['Effect']} {action} on {resource} where {condition}" for action in actions for resource in resources]


def granted(path, template, given, mode):
    conditions = template.get("Conditions", {})
    parameters = {name: of.get("Default") for name, of in template.get("Parameters", {}).items()} | {"Mode": mode}
    found = []
    for logical, resource in template["Resources"].items():
        if resource["Type"] != "AWS::IAM::Role" and resource["Type"] not in POLICIES:
            continue
        properties = {key: resource["Properties"].get(key) for key in ("RoleName", "ManagedPolicyName", "Policies", "PolicyDocument")}
        of = settled(properties, given, lambda name: holds(conditions[name], parameters, conditions))
        who = of["RoleName"] or of["ManagedPolicyName"] or f"{path} {logical}"
        documents = [policy["PolicyDocument"] for policy in of["Policies"] or []] + [of["PolicyDocument"] or {"Statement": []}]
        found += [line for document in documents for s in listed(document["Statement"]) for line in lines(who, s)]
        found += [f"{who}: Allow all of {arn}" for arn in resource["Properties"].get("ManagedPolicyArns", [])]
    return found


def main(reading, paths):
    templates = {path: processed(path) for path in paths}
    different = []
    for mode, grants in reading["modes"].items():
        ours = [lines(g["role"], {"Effect": "Allow", "Action": g["action"], "Resource": g["resource"], "Condition": g["condition"]}) for g in grants]
        ours += [lines("mlwarden-boundary", statement) for statement in reading["boundary"]]
        mine = sorted(line for some in ours for line in some)
        sams = sorted(line for path, template in templates.items() for line in granted(path, template, reading["given"][path], mode))
        different += [f"Mode={mode}, only in what SAM makes: {line}" for line in sorted(set(sams) - set(mine))]
        different += [f"Mode={mode}, only in what check:permissions reads: {line}" for line in sorted(set(mine) - set(sams))]
        print(f"Mode={mode}: {len(sams)} grants and denials, as check:permissions reads them" if mine == sams else f"Mode={mode}: not the same")
    sys.exit("\n".join(different) or 0)


with open(sys.argv[1]) as file:
    main(json.load(file), sys.argv[2:])
