"""What SAM makes of each template, beside the gates: 450 resources (CloudFormation takes 500) and 900 KB (it takes 1 MB)."""

import json
import sys

from processed import processed

RESOURCES, KILOBYTES = 450, 900

over = False
for path in sys.argv[1:]:
    template = processed(path)
    resources, kilobytes = len(template["Resources"]), len(json.dumps(template)) / 1024
    over |= resources > RESOURCES or kilobytes > KILOBYTES
    print(f"{path}: {resources} resources of {RESOURCES}, {kilobytes:.0f} KB of {KILOBYTES}")
sys.exit("A stack is too big: split the family." if over else 0)
