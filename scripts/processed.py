"""A template as SAM's translator makes it out for CloudFormation."""

import logging

from samcli.yamlhelper import yaml_parse
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

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
