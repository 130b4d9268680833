"""What SAM makes of each template, beside the gates: 450 resources (CloudFormation takes 500) and 900 KB (it takes 1 MB)."""

import json
import logging
import sys

from samcli.yamlhelper import yaml_parse
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

RESOURCES, KILOBYTES = 450, 900
# The translator keeps its own statistics and complains that nobody asks for them.
logging.disable(logging.WARNING)


def processed(path):
    with open(path) as file:
        template = yaml_parse(file.read())
    for resource in template["Resources"].values():
        # `sam deploy` uploads these and puts in where they are.
        for local in {"CodeUri", "Location"} & resource.get("Properties", {}).keys():
            resource["Properties"][local] = "s3://bucket/key"
    return Translator({}, Parser()).translate(template, {})


over = False
for path in sys.argv[1:]:
    template = processed(path)
    resources, kilobytes = len(template["Resources"]), len(json.dumps(template)) / 1024
    over |= resources > RESOURCES or kilobytes > KILOBYTES
    print(f"{path}: {resources} resources of {RESOURCES}, {kilobytes:.0f} KB of {KILOBYTES}")
sys.exit("A stack is too big: split the family." if over else 0)
