"""Reads infra/template.yaml, the only description of the stack, for the launcher.

Two forms are derived from it. `stateful` keeps the resources with state and adds every environment variable as an
output, so that CloudFormation itself resolves the values for the native host. `deployed` keeps everything and
changes only what is different on a local machine.
"""

import copy
from pathlib import Path
from typing import Any

import yaml

from settings import ROOT

PATH = ROOT / "infra" / "template.yaml"
FUNCTION = "AWS::Serverless::Function"
QUEUES = {"AWS::SQS::Queue"}
STATE = QUEUES | {
    "AWS::DynamoDB::Table",
    "AWS::S3::Bucket",
    "AWS::Cognito::UserPool",
    "AWS::Cognito::UserPoolClient",
    "AWS::Cognito::UserPoolGroup",
}


# The files of the dashboard. Locally, the server in front of the API serves them.
PAGES = "DashboardBucket"


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short intrinsic functions."""


def _intrinsic(loader: _Loader, suffix: str, node: yaml.Node) -> dict:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    if suffix in ("Ref", "Condition"):
        return {suffix: value}
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _intrinsic)


def load(path: Path = PATH) -> dict:
    return yaml.load(path.read_text(), Loader=_Loader)  # noqa: S506 - a SafeLoader of our own file


def functions(template: dict) -> dict[str, dict]:
    """The Lambda functions by the name of their folder."""
    found = {}
    for resource in template["Resources"].values():
        if resource["Type"] == FUNCTION:
            found[Path(resource["Properties"]["CodeUri"]).name] = resource
    return found


def environment(template: dict, name: str) -> dict[str, Any]:
    """Environment variables of one function, the common ones included."""
    common = template["Globals"]["Function"].get("Environment", {}).get("Variables", {})
    own = functions(template)[name]["Properties"].get("Environment", {}).get("Variables", {})
    return common | own


def all_environment(template: dict) -> dict[str, Any]:
    """Every variable of every function. A name has the same value wherever it is set; a test checks that."""
    merged: dict[str, Any] = {}
    for name in functions(template):
        merged |= environment(template, name)
    return merged


def names_in(value: Any) -> set[str]:
    """Logical ids and parameters that a value refers to."""
    if isinstance(value, list):
        return set().union(*map(names_in, value)) if value else set()
    if not isinstance(value, dict):
        return set()
    found = set()
    for key, inner in value.items():
        if key == "Ref":
            found.add(inner)
        elif key == "Fn::GetAtt":
            found.add(inner[0])
        elif key == "Fn::Sub":
            text, bound = (inner, {}) if isinstance(inner, str) else inner
            found |= {part.split("}")[0].split(".")[0] for part in text.split("${")[1:]} - set(bound)
            found |= names_in(bound)
        elif key == "Fn::If":
            found |= names_in(inner[1:])
        else:
            found |= names_in(inner)
    return found


def is_within(value: Any, known: set[str]) -> bool:
    """Whether a value can be resolved from these parameters and resources alone."""
    return all(name in known or name.startswith("AWS::") for name in names_in(value))


def output_name(variable: str) -> str:
    """`TABLE_NAME` → `EnvTableName`, because the name of an output may not contain an underscore."""
    return "Env" + "".join(part.capitalize() for part in variable.split("_"))


def stateful(template: dict, kinds: set[str] = STATE) -> tuple[dict, dict[str, str]]:
    """The stack without its functions, and which output carries which environment variable."""
    resources = {
        name: copy.deepcopy(resource)
        for name, resource in template["Resources"].items()
        if resource["Type"] in kinds and name != PAGES
    }
    known = set(resources) | set(template["Parameters"])
    outputs, carried = {}, {}
    for variable, value in all_environment(template).items():
        if not is_within(value, known):
            continue
        # A variable may be empty, but an output may not. So a `=` is added here and removed when the output is read.
        outputs[output_name(variable)] = {"Value": {"Fn::Join": ["", ["=", value]]}}
        carried[output_name(variable)] = variable
    for name, output in template.get("Outputs", {}).items():
        if is_within(output["Value"], known):
            outputs[name] = copy.deepcopy(output)
    reduced = {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Parameters": copy.deepcopy(template["Parameters"]),
        "Conditions": copy.deepcopy(template["Conditions"]),
        "Resources": resources,
        "Outputs": outputs,
    }
    return reduced, carried


def without(template: dict, gone: set[str]) -> dict:
    """The template without these resources, those that refer to them, and the outputs that name them."""
    left = {name: value for name, value in template["Resources"].items() if name not in gone}
    led = {name for name, value in left.items() if names_in(value) & gone}
    if led:
        return without(template, gone | led)
    outputs = {name: value for name, value in template["Outputs"].items() if not names_in(value) & gone}
    return template | {"Resources": left, "Outputs": outputs}


def deployed(template: dict, code: dict[str, tuple[str, str]], variables: dict[str, Any]) -> dict:
    """The whole template for MiniStack: this machine's architecture, built code, local addresses."""
    # Locally, the server in front of the API serves the dashboard; there is no replacement for CloudFront.
    pages = {name for name, resource in template["Resources"].items() if resource["Type"].startswith("AWS::CloudFront::")}
    whole = copy.deepcopy(without(template, pages | {PAGES}))
    whole["Globals"]["Function"]["Architectures"] = ["x86_64"]
    for name, resource in functions(whole).items():
        resource.pop("Metadata", None)
        bucket, key = code[name]
        resource["Properties"]["CodeUri"] = {"Bucket": bucket, "Key": key}
        own = resource["Properties"].setdefault("Environment", {}).setdefault("Variables", {})
        own |= {key: value for key, value in variables.items() if key in own}
    return whole
