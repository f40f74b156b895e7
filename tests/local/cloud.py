"""The stack on the emulator: CloudFormation, people and their tokens."""

import hashlib
import json
import secrets
import time
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from say import stop_with
from settings import REGION, ROLES, STACK, Settings

# A stack in one of these states can be used or updated.
GOOD = {"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"}


def client(service: str, endpoint: str) -> Any:
    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"max_attempts": 2}, read_timeout=120),
    )


def put_stack(endpoint: str, template: dict, parameters: dict[str, str]) -> dict[str, str]:
    """Creates or updates the stack so that it equals the template; returns its outputs. Idempotent."""
    cloudformation = client("cloudformation", endpoint)
    known = template["Parameters"]
    given = [{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items() if key in known]
    body = json.dumps(template)
    mark = hashlib.sha256(json.dumps([template, parameters], sort_keys=True).encode()).hexdigest()
    now = describe(cloudformation)
    if now and now["StackStatus"] not in GOOD:
        cloudformation.delete_stack(StackName=STACK)
        settle(cloudformation)
        now = None
    tags = {tag["Key"]: tag["Value"] for tag in (now or {}).get("Tags", [])}
    if now is None or tags.get("description") != mark:
        change = cloudformation.update_stack if now else cloudformation.create_stack
        try:
            change(
                StackName=STACK,
                TemplateBody=body,
                Parameters=given,
                Capabilities=["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
                Tags=[{"Key": "description", "Value": mark}],
            )
        except ClientError as refusal:
            if "No updates are to be performed" not in str(refusal):
                raise
        now = settle(cloudformation)
    if now is None or now["StackStatus"] not in GOOD - {"UPDATE_ROLLBACK_COMPLETE"}:
        events = cloudformation.describe_stack_events(StackName=STACK)["StackEvents"]
        reasons = [
            f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', '')}"
            for event in events
            if event["ResourceStatus"].endswith("FAILED")
        ]
        stop_with(
            "Stack gagal dipasang di cloud lokal. `make clean` memulai dari awal (data lokal terhapus).",
            "The stack could not be put on the local cloud. `make clean` starts over (local data is lost).",
            "\n".join(reasons[:8]),
        )
    return {output["OutputKey"]: output["OutputValue"] for output in now.get("Outputs", [])}


def finish_table(endpoint: str, table: str, properties: dict) -> None:
    """MiniStack's CloudFormation leaves out time to live and point-in-time recovery; its DynamoDB has both."""
    dynamodb = client("dynamodb", endpoint)
    wanted = properties["TimeToLiveSpecification"]
    if dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]["TimeToLiveStatus"] == "DISABLED":
        dynamodb.update_time_to_live(TableName=table, TimeToLiveSpecification=wanted)
    dynamodb.update_continuous_backups(
        TableName=table, PointInTimeRecoverySpecification=properties["PointInTimeRecoverySpecification"]
    )


def describe(cloudformation: Any) -> dict | None:
    try:
        stack = cloudformation.describe_stacks(StackName=STACK)["Stacks"][0]
    except ClientError:
        return None
    return None if stack["StackStatus"] == "DELETE_COMPLETE" else stack


def settle(cloudformation: Any) -> dict | None:
    for _ in range(1200):
        stack = describe(cloudformation)
        if stack is None or not stack["StackStatus"].endswith("IN_PROGRESS"):
            return stack
        time.sleep(0.1)
    return None


def verify_senders(endpoint: str, addresses: list[str]) -> None:
    """SES accepts mail only from identities it knows."""
    mail = client("sesv2", endpoint)
    for address in filter(None, addresses):
        try:
            mail.create_email_identity(EmailIdentity=address)
        except ClientError as refusal:
            if refusal.response["Error"]["Code"] != "AlreadyExistsException":
                raise


def people(settings: Settings, pool: str) -> dict[str, dict[str, str]]:
    """One login per role. Passwords are created once and stored beside the state they belong to."""
    file = settings.dir / "owner.json"
    kept = json.loads(file.read_text()) if file.exists() else {}
    for role in ROLES:
        kept.setdefault(role, {"email": f"{role}@motekarfpv.test", "password": f"Aa1-{secrets.token_urlsafe(12)}"})
    file.touch(mode=0o600)
    file.write_text(json.dumps(kept, indent=2) + "\n")
    cognito = client("cognito-idp", settings.ministack)
    for role, login in kept.items():
        try:
            cognito.admin_create_user(
                UserPoolId=pool,
                Username=login["email"],
                MessageAction="SUPPRESS",
                UserAttributes=[
                    {"Name": "email", "Value": login["email"]},
                    {"Name": "email_verified", "Value": "true"},
                ],
            )
            cognito.admin_set_user_password(
                UserPoolId=pool, Username=login["email"], Password=login["password"], Permanent=True
            )
        except cognito.exceptions.UsernameExistsException:
            pass
        cognito.admin_add_user_to_group(UserPoolId=pool, Username=login["email"], GroupName=role)
    return kept


def token(endpoint: str, client_id: str, login: dict[str, str]) -> str:
    answer = client("cognito-idp", endpoint).initiate_auth(
        ClientId=client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": login["email"], "PASSWORD": login["password"]},
    )
    return answer["AuthenticationResult"]["AccessToken"]
