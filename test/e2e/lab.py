"""MiniStack with its gaps closed, so that the templates can be deployed as they stand. It reaches into MiniStack's private parts: keep the pin."""

import asyncio
import json
import os
import pathlib
import re
import urllib.error
import urllib.request

from ministack import app
from ministack.core import iam_actions, iam_evaluator
from ministack.services import eventbridge, lambda_svc, sqs
from ministack.services.cloudformation import _stacks, engine, provisioners

# 1. Tests may speak as SageMaker or GuardDuty: AWS, and MiniStack, refuse sources that begin with `aws.`.
put_events = eventbridge._put_events
eventbridge._put_events = lambda data: put_events(data, allow_aws_source=True)


# 2. The customer's account is our own model of AWS: what a function of ours asks of SageMaker, GuardDuty, Config, CodeBuild, CodePipeline,
#    CodeDeploy, CloudTrail, Security Hub, KMS, ECR and IAM is asked there, after
#    MiniStack has checked signature and policy. The model is told who asks. The functions' own roles stay in MiniStack's IAM, and so do those of
#    people, of whom the operator asks.
WORLD = os.environ["WORLD"]
HOP = ("host", "content-length", "connection", "accept-encoding", "transfer-encoding")


def passed_on(own=None):
    def ask(method, path, headers, body):
        try:
            with urllib.request.urlopen(urllib.request.Request(WORLD + path, body or None, headers, method=method), timeout=30) as answer:
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as refusal:
            return refusal.code, dict(refusal.headers), refusal.read()

    async def handle(method, path, headers, body, query):
        caller = (iam_evaluator.resolve_caller_identity(app.extract_access_key_id(headers, {})) or {}).get("userArn", "")
        if own and (":assumed-role/mlwarden-" not in caller or ":assumed-role/mlwarden-operator/" in caller):
            return await own(method, path, headers, body, query)
        sent = {name: value for name, value in headers.items() if name.lower() not in HOP}
        sent["x-lab-caller"] = caller
        status, head, out = await asyncio.to_thread(ask, method, path, sent, body)
        return status, {name: value for name, value in head.items() if name.lower() not in HOP}, out

    return handle


for name in ("sagemaker", "guardduty", "config", "codebuild", "codepipeline", "codedeploy", "cloudtrail", "securityhub"):
    app.SERVICE_HANDLERS[name], iam_actions.SERVICE_TO_IAM_NAMESPACE[name] = passed_on(), name
for name in ("iam", "kms", "ecr"):
    app.SERVICE_HANDLERS[name] = passed_on(app.SERVICE_HANDLERS.get(name))
iam_actions.SERVICE_TO_IAM_NAMESPACE.update({"kms": "kms", "ecr": "ecr"})

# A policy may name the resources of these services.
NOUNS = {"NotebookInstanceName": "notebook-instance", "NotebookInstanceLifecycleConfigName": "notebook-instance-lifecycle-config", "EndpointName": "endpoint", "EndpointConfigName": "endpoint-config", "TrainingJobName": "training-job", "ProcessingJobName": "processing-job", "TransformJobName": "transform-job", "HyperParameterTuningJobName": "hyper-parameter-tuning-job", "AutoMLJobName": "automl-job", "ModelPackageGroupName": "model-package-group", "ModelName": "model"}
arn_of = iam_actions.extract_resource_arn


def of_sagemaker(asked):
    """Whoever lists versions of models asks for all of them, whatever their groups."""
    if asked["target"].endswith(".ListModelPackages"):
        return "model-package/any"
    return next((f"{noun}/{asked[name].lower()}" for name, noun in NOUNS.items() if name in asked), None)


def of_codebuild(asked):
    name = asked.get("name") or asked.get("projectArn") or next(iter(asked.get("names", [])), None)
    return name and f"project/{name.split('/')[-1]}"


def of_codepipeline(asked):
    name = asked.get("pipelineName") or asked.get("name") or asked.get("pipeline", {}).get("name") or asked.get("resourceArn")
    return name and "/".join(filter(None, [name.split(":")[-1], asked.get("stageName")]))


def of_codedeploy(asked):
    if "ResourceArn" in asked:
        return asked["ResourceArn"].split(":", 5)[-1]
    groups = asked.get("deploymentGroupNames") or [asked.get("deploymentGroupName") or asked.get("currentDeploymentGroupName")]
    application = asked.get("applicationName")
    return application and (f"deploymentgroup:{application}/{groups[0]}" if groups[0] else f"application:{application}")


def of_kms(asked):
    return "KeyId" in asked and f"key/{asked['KeyId'].split('/')[-1]}"


def of_ecr(asked):
    """How a registry scans is said of no repository, and can be limited to nothing."""
    if asked["target"].endswith("RegistryScanningConfiguration"):
        return None
    name = asked.get("repositoryName") or next(iter(asked.get("repositoryNames") or []), None) or asked.get("resourceArn", "*").split(":repository/")[-1]
    return f"repository/{name}"


def of_guardduty(asked):
    parts = asked["path"].strip("/").split("/")
    return parts[0] == "detector" and len(parts) == 2 and f"detector/{parts[1]}"


def of_config(asked):
    """Whoever asks for no recorder by name asks for the one there is."""
    name = asked.get("ConfigurationRecorderName") or ("ConfigurationRecorder" in asked["target"] and "own")
    return name and f"configuration-recorder/{name}/id"


def of_cloudtrail(asked):
    name = asked.get("Name") or next(iter(asked.get("ResourceIdList") or []), None)
    return name and f"trail/{name.split('/')[-1]}"


NAMED = {"securityhub": lambda _: "hub/default", "guardduty": of_guardduty, "config": of_config, "cloudtrail": of_cloudtrail, "kms": of_kms, "ecr": of_ecr, "sagemaker": of_sagemaker, "codebuild": of_codebuild, "codepipeline": of_codepipeline, "codedeploy": of_codedeploy}


def named(service, method, path, headers, body, query, region, account):
    if service == "events":
        asked = json.loads(body or b"{}")
        rule = "EventBusName" not in asked and (asked.get("Name") or asked.get("Rule"))
        if rule:
            return f"arn:aws:events:{region}:{account}:rule/{rule}"
    if service not in NAMED:
        return arn_of(service, method, path, headers, body, query, region, account)
    target = next((value for name, value in headers.items() if name.lower() == "x-amz-target"), "")
    thing = NAMED[service]({**json.loads(body or b"{}"), "path": path, "target": target})
    return f"arn:aws:{service}:{region}:{account}:{thing}" if thing else "*"


iam_actions.extract_resource_arn = named

# 3. Nested stacks: MiniStack makes them, but leaves SAM's transform of the inner template out, and forgets what a part is like (its ARN) when
#    an update leaves it as it is.
parse = engine._parse_template


def nested(make):
    def made(*args):
        engine._parse_template = lambda body: engine._apply_transforms(parse(body))
        try:
            return make(*args)
        finally:
            engine._parse_template = parse

    return made


update = provisioners._update_resource


def remembering(kind, physical_id, old, new, stack, logical_id):
    known = _stacks[stack]["_resources"].get(logical_id, {}).get("Attributes", {})
    is_now, attributes = update(kind, physical_id, old, new, stack, logical_id, known)
    return is_now, {**(known if is_now == physical_id else {}), **(attributes or {})}


provisioners._update_resource = remembering

# 4. The SDK's SQS client dials the host of a queue's URL, whatever its endpoint is: a function's own is given the emulator's. The operator dials
#    STS by its name.
DIAL = f"--import={pathlib.Path(__file__).resolve().with_name('dial.ts').as_uri()}"


def at_home(make):
    def made(*args):
        args = list(args)
        for i, props in enumerate(args):
            if isinstance(props, dict) and "Environment" in props:
                text = json.dumps(props["Environment"])
                here = f"http://127.0.0.1:{os.environ['GATEWAY_PORT']}"
                environment = json.loads(text.replace("https://sqs.eu-west-1.amazonaws.com", here))
                if props.get("FunctionName") == "mlwarden-operator":
                    environment["Variables"]["NODE_OPTIONS"] = DIAL
                args[i] = {**props, "Environment": environment}
        return make(*args)

    return made


# 5. Looks that are to come later come ten times as soon: the customer's account lives faster, too.
def sooner(send):
    def sent(data, *rest):
        return send({**data, "DelaySeconds": -(-int(data.get("DelaySeconds") or 0) // 10)}, *rest)

    return sent


sqs._HANDLERS["SendMessage"] = sooner(sqs._HANDLERS["SendMessage"])

# 6. Alarms over metric math are refused, and nothing here makes metrics: they are named and no more.
def named(make):
    def made(*args):
        props = next(arg for arg in reversed(args) if isinstance(arg, dict))
        return (props["AlarmName"], {}) if "Metrics" in props else make(*args)

    return made


# 7. To aws:PrincipalArn a session of a role is that role (IAM guide, "AWS global condition context keys"), not the session.
def as_role(resolve):
    def resolved(key, context):
        value = resolve(key, context)
        if key.lower() != "aws:principalarn" or ":assumed-role/" not in str(value):
            return value
        account, name = value.split(":")[4], value.split("/")[1]
        return f"arn:aws:iam::{account}:role/{name}"

    return resolved


iam_evaluator._resolve_condition_key = as_role(iam_evaluator._resolve_condition_key)

CFN = provisioners._RESOURCE_HANDLERS
for kind, wrap in (("AWS::CloudFormation::Stack", nested), ("AWS::Lambda::Function", at_home), ("AWS::CloudWatch::Alarm", named)):
    for verb in {"create", "update"} & CFN[kind].keys():
        CFN[kind][verb] = wrap(CFN[kind][verb])

# 8. It has no SSM documents and runs no automations: they are named, and no more.
CFN.setdefault("AWS::SSM::Document", {"create": lambda _, props, *__: (props["Name"], {}), "delete": lambda *_: None})

# 9. Whoever asks for one event source mapping is taken to ask for the list of them.
of_lambda = iam_actions._lambda_action


def one_mapping(method, path):
    one = method == "GET" and path.partition("/event-source-mappings/")[2].strip("/")
    return "GetEventSourceMapping" if one else of_lambda(method, path)


iam_actions._lambda_action = one_mapping

# 10. The condition key events:source of PutEvents.
tags_asked = iam_actions.request_tag_context


def sources_too(service, action, body, params):
    entries = json.loads(body or b"{}").get("Entries") if action == "events:PutEvents" else None
    return {**tags_asked(service, action, body, params), **({"events:source": entries[0].get("Source")} if entries else {})}


iam_actions.request_tag_context = sources_too

# 11. Who accepts only JSON is answered in JSON by STS, although its reference (GetCallerIdentity) shows XML alone.
of_sts = app.SERVICE_HANDLERS["sts"]


async def in_json(method, path, headers, body, query):
    status, head, out = await of_sts(method, path, headers, body, query)
    if status != 200 or headers.get("accept") != "application/json":
        return status, head, out
    said = dict(re.findall(r"<(Arn|UserId|Account)>([^<]*)<", out.decode()))
    return status, {"Content-Type": "application/json"}, json.dumps({"GetCallerIdentityResponse": {"GetCallerIdentityResult": said}}).encode()


app.SERVICE_HANDLERS["sts"] = in_json


# 12. The URL of a function tells it who calls, as AWS does where IAM lets callers in (Lambda Developer Guide, "Invoking function URLs").
url_event = lambda_svc._build_function_url_event


def with_caller(url_id, account, region, method, path, headers, body, query, **more):
    event = url_event(url_id, account, region, method, path, headers, body, query, **more)
    who = iam_evaluator.resolve_caller_identity(app.extract_access_key_id(headers, query))
    if who:
        iam = {"accessKey": who["accessKey"], "accountId": who["accountId"], "callerId": who["userId"], "userArn": who["userArn"], "userId": who["userId"]}
        event["requestContext"]["authorizer"] = {"iam": iam}
    return event


lambda_svc._build_function_url_event = with_caller

app.main()
