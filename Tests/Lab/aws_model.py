# SPDX-License-Identifier: Apache-2.0
"""Answers held against the model of the API that botocore has: everything that the model says, and nothing beside it."""
import json
import re
import sys
import traceback

import boto3
import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError

JSON = "application/x-amz-json-1.1"
# What AWS answers of any service, and no model names.
COMMON = {
    "AccessDeniedException", "ExpiredTokenException", "IncompleteSignatureException", "InternalFailure",
    "InvalidSignatureException", "MissingAuthenticationTokenException", "SerializationException",
    "ServiceUnavailableException", "ThrottlingException", "UnknownOperationException", "UnrecognizedClientException",
}
# The model names no error for somebody who is not there, while there is one for everybody else.
UNMODELLED = {("DeleteUser", "EntityNotFoundException"), ("DeleteGroup", "EntityNotFoundException")}

faults = []
called = {}
refused = {}


def fault(text):
    print("FAULT", text, file=sys.stderr)
    faults.append(text)


def validate(value, shape, path):
    """Walks raw JSON along an output shape."""
    kind = shape.type_name
    if value is None:
        return fault(f"{path} is null")
    if kind == "structure":
        if not isinstance(value, dict):
            return fault(f"{path} is no object: {value!r}")
        for name in value:
            if name not in shape.members:
                fault(f"{path}.{name} is not in the model")
        for name in shape.required_members:
            if name not in value:
                fault(f"{path}.{name} is missing")
        for name, member in shape.members.items():
            if name in value:
                validate(value[name], member, f"{path}.{name}")
    elif kind == "list":
        if not isinstance(value, list):
            return fault(f"{path} is no list: {value!r}")
        bounds(len(value), shape, path)
        for index, element in enumerate(value):
            validate(element, shape.member, f"{path}[{index}]")
    elif kind == "string":
        if not isinstance(value, str):
            return fault(f"{path} is no string: {value!r}")
        bounds(len(value), shape, path)
        if getattr(shape, "enum", None) and value not in shape.enum:
            fault(f"{path} is {value!r}, not one of {shape.enum}")
        pattern = shape.metadata.get("pattern")
        if pattern and not re.fullmatch(pattern, value):
            fault(f"{path} is {value!r}, not of {pattern}")
    elif kind == "boolean":
        if not isinstance(value, bool):
            fault(f"{path} is no boolean: {value!r}")
    elif kind in ("integer", "long"):
        if isinstance(value, bool) or not isinstance(value, int):
            return fault(f"{path} is no integer: {value!r}")
        bounds(value, shape, path)
    elif kind in ("double", "float", "timestamp"):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            fault(f"{path} is no number: {value!r}")
    else:
        fault(f"{path} has a type that nobody thought of: {kind}")


def bounds(count, shape, path):
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    if low is not None and count < low or high is not None and count > high:
        fault(f"{path} has {count}, not {low} to {high}")


def inspect(operation_model, response_dict, **_):
    """Called by botocore with every answer before it reads it."""
    name, status, body = operation_model.name, response_dict["status_code"], response_dict["body"]
    headers = {key.lower(): value for key, value in response_dict["headers"].items()}
    called[name] = called.get(name, 0) + 1
    for header in ("x-amzn-requestid", "date"):
        if header not in headers:
            fault(f"{name}: no {header}")
    if status == 200:
        output = operation_model.output_shape
        if output is None or not output.members:
            if body:
                fault(f"{name}: a body where there is to be none: {body!r}")
            return
        if headers.get("content-type") != JSON:
            fault(f"{name}: content type {headers.get('content-type')}")
        validate(json.loads(body), output, name)
        return
    error = json.loads(body)
    code = error.get("__type")
    refused.setdefault(name, set()).add(code)
    if set(error) != {"__type", "Message"} or not isinstance(error["Message"], str) or not error["Message"]:
        fault(f"{name}: error body {error!r}")
    if headers.get("x-amzn-errortype") != code:
        fault(f"{name}: x-amzn-ErrorType {headers.get('x-amzn-errortype')} and __type {code}")
    modelled = {shape.name for shape in operation_model.error_shapes}
    if code not in modelled and code not in COMMON and (name, code) not in UNMODELLED:
        fault(f"{name}: {code} is no error of the operation: {error['Message']}")
    if status != (500 if code == "InternalFailure" else 400):
        fault(f"{name}: status {status} with {code}")


def client(service="workmail", **more):
    made = boto3.client(service, config=Config(retries={"total_max_attempts": 1}, parameter_validation=False), **more)
    made.meta.events.register("before-parse", inspect)
    return made


def refuses(code, call, **arguments):
    """Expects botocore's own exception class for a modelled error, or the code of another."""
    try:
        answer = call(**arguments)
    except ClientError as error:
        actual = error.response["Error"]["Code"]
        if actual != code:
            fault(f"{call.__name__}({arguments}): {actual}, not {code}: {error}")
        owner = call.__self__
        modelled = code in {shape.name for shape in owner.meta.service_model.error_shapes}
        if modelled and type(error) is not getattr(owner.exceptions, code):
            fault(f"{call.__name__}: raised {type(error)}")
        if modelled and not error.response["Error"]["Message"]:
            fault(f"{call.__name__}: no message")
    else:
        fault(f"{call.__name__}({arguments}) was taken, not {code}: {answer}")


def expect(condition, text):
    if not condition:
        fault(text)


def main(body):
    """Runs a script; the last line of its output is what was called and refused, as JSON."""
    try:
        body()
    except Exception:
        traceback.print_exc()
        faults.append("the script ended early")
    print(json.dumps({"called": called, "refused": {k: sorted(v) for k, v in refused.items()}, "faults": faults}))
    sys.exit(1 if faults else 0)


def operation_names():
    return sorted(botocore.session.get_session().get_service_model("workmail").operation_names)
