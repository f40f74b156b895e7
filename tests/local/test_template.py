"""Checks infra/template.yaml against the folders, and against rules that AWS would report only at a deployment."""

import json
import unittest

import template as description
from settings import ROOT

COMMON = {"TABLE_NAME", "STAGE", "LOG_LEVEL"}
CHANNELS = {
    "SHOPEE_API_BASE",
    "SHOPEE_AUTH_BASE",
    "TIKTOK_API_BASE",
    "TIKTOK_AUTH_BASE",
    "SHOPEE_CALLS_PER_SECOND",
    "TIKTOK_CALLS_PER_SECOND",
}
SECRETS = {"SECRET_PREFIX"}
MEDIA = {"MEDIA_BUCKET"}
# The variables that each function reads at its cold start, in addition to COMMON.
ENVIRONMENT = {
    "api": SECRETS
    | CHANNELS
    | MEDIA
    | {f"{name}_{kind}_URL" for name in ("IMPORT", "SYNC", "PRICING", "NOTIFY") for kind in ("QUEUE", "DLQ")}
    | {"OIDC_ISSUER", "OIDC_JWKS_URL", "OIDC_CLIENT_ID", "PUBLIC_API_URL", "WEBHOOK_BASE_URL", "ALLOWED_ORIGINS"},
    "webhook": SECRETS | CHANNELS | {"SYNC_QUEUE_URL", "NOTIFY_QUEUE_URL"},
    "import": SECRETS | CHANNELS | {"IMPORT_QUEUE_URL", "IMPORT_DLQ_URL", "PRICING_QUEUE_URL", "NOTIFY_QUEUE_URL", "HASH_IMAGES"},
    "sync": SECRETS | CHANNELS | MEDIA | {"SYNC_QUEUE_URL", "SYNC_DLQ_URL", "PRICING_QUEUE_URL", "NOTIFY_QUEUE_URL"},
    "pricing": {"SYNC_QUEUE_URL", "PRICING_QUEUE_URL", "PRICING_DLQ_URL", "NOTIFY_QUEUE_URL"},
    "schedule": SECRETS | CHANNELS | MEDIA | {"IMPORT_QUEUE_URL", "SYNC_QUEUE_URL", "PRICING_QUEUE_URL", "NOTIFY_QUEUE_URL"},
    "notify": {"NOTIFY_QUEUE_URL", "NOTIFY_DLQ_URL", "MAIL_FROM", "MAIL_TO"},
}


def listed(value: object) -> list:
    return value if isinstance(value, list) else [value]


class Template(unittest.TestCase):
    def setUp(self) -> None:
        self.template = description.load()
        self.resources = self.template["Resources"]
        self.functions = description.functions(self.template)

    def of(self, kind: str) -> dict[str, dict]:
        return {name: resource for name, resource in self.resources.items() if resource["Type"] == kind}

    def name_of(self, function: str) -> str:
        return next(name for name, resource in self.resources.items() if resource is self.functions[function])

    def statements(self, function: str) -> list[dict]:
        role = self.resources[self.functions[function]["Properties"]["Role"]["Fn::GetAtt"][0]]["Properties"]
        documents = [policy["PolicyDocument"] for policy in role["Policies"]]
        documents += [self.resources[ref["Ref"]]["Properties"]["PolicyDocument"] for ref in role["ManagedPolicyArns"]]
        found = []
        for statement in (statement for document in documents for statement in document["Statement"]):
            found += [statement] if "Effect" in statement else [s for s in statement["Fn::If"][1:] if "Effect" in s]
        return found

    def test_every_function_folder_is_a_resource_and_the_other_way_round(self) -> None:
        # The edge Worker is deployed to Cloudflare and not with this template.
        folders = {path.parent.name for path in (ROOT / "functions").glob("*/Cargo.toml")} - {"edge"}
        self.assertEqual(folders, set(self.functions))

    def test_the_binary_is_named_like_the_folder(self) -> None:
        for name, resource in self.functions.items():
            self.assertEqual(resource["Metadata"]["BuildProperties"]["Binary"], name)
            self.assertIn(f'name = "{name}"', (ROOT / "functions" / name / "Cargo.toml").read_text())

    def test_each_function_gets_exactly_the_variables_it_reads(self) -> None:
        self.assertEqual(set(ENVIRONMENT), set(self.functions))
        for name, own in ENVIRONMENT.items():
            with self.subTest(name):
                self.assertEqual(set(description.environment(self.template, name)), COMMON | own)

    def test_a_variable_means_the_same_in_every_function(self) -> None:
        merged = description.all_environment(self.template)
        for name in self.functions:
            for variable, value in description.environment(self.template, name).items():
                self.assertEqual(merged[variable], value, f"{name}: {variable}")

    def test_the_open_address_reaches_a_few_partitions_and_named_secrets(self) -> None:
        touching = [one for one in self.statements("webhook") if any(a.startswith("dynamodb:") for a in listed(one["Action"]))]
        self.assertTrue(touching)
        for statement in touching:
            allowed = statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
            deletes = "dynamodb:DeleteItem" in listed(statement["Action"])
            self.assertEqual(allowed, ["EVENT#*"] if deletes else ["EVENT#*", "KEPT#*", "CONNECTIONS"])
            self.assertNotIn("dynamodb:Query", listed(statement["Action"]))

    def test_a_secret_is_read_made_and_deleted_by_its_name(self) -> None:
        for name in self.functions:
            for statement in self.statements(name):
                if any(action.startswith("secretsmanager:") for action in listed(statement["Action"])):
                    for resource in listed(statement["Resource"]):
                        self.assertRegex(resource["Fn::Sub"], r"secret:syncstore/\$\{Stage\}/[a-z_]+-\?{6}$")

    def test_visibility_is_six_timeouts_and_partial_failures_are_reported(self) -> None:
        for name, resource in self.functions.items():
            for event in resource["Properties"].get("Events", {}).values():
                queue = self.resources[event["Properties"]["Queue"]["Fn::GetAtt"][0]]["Properties"]
                self.assertGreaterEqual(queue["VisibilityTimeout"], 6 * resource["Properties"]["Timeout"], name)
                self.assertEqual(event["Properties"]["FunctionResponseTypes"], ["ReportBatchItemFailures"])

    def concurrency(self, raised: bool) -> dict[str, int]:
        found = {}
        for name, resource in self.functions.items():
            for event in resource["Properties"].get("Events", {}).values():
                most = event["Properties"]["ScalingConfig"]["MaximumConcurrency"]
                if isinstance(most, dict):
                    condition, many, few = most["Fn::If"]
                    self.assertEqual(condition, "RaisedConcurrency")
                    most = many if raised else few
                found[name] = most
        return found

    def test_the_workers_of_all_queues_leave_a_new_account_room_for_requests(self) -> None:
        # A new account runs ten functions at once; AWS takes no limit below two for a queue.
        workers = self.concurrency(raised=False)
        self.assertEqual(set(workers), {name for name in self.functions if f"{name.upper()}_DLQ_URL" in ENVIRONMENT[name]} - {"api"})
        self.assertTrue(all(most >= 2 for most in workers.values()), workers)
        self.assertLessEqual(sum(workers.values()), 10 - 2, "room for the API and the webhook")

    def test_the_open_webhook_address_cannot_take_every_execution_of_a_raised_account(self) -> None:
        reserved = {
            name: resource["Properties"]["ReservedConcurrentExecutions"]["Fn::If"]
            for name, resource in self.functions.items()
            if "ReservedConcurrentExecutions" in resource["Properties"]
        }
        # In a new account AWS refuses any reservation, because ten executions must stay unreserved.
        self.assertEqual(reserved, {"webhook": ["RaisedConcurrency", 20, {"Ref": "AWS::NoValue"}]})
        raised = self.template["Parameters"]["AccountConcurrency"]
        self.assertEqual((raised["Default"], raised["AllowedValues"]), ("new", ["new", "raised"]))
        self.assertLessEqual(sum(self.concurrency(raised=True).values()) + 20, 100 - 20)

    def test_every_queue_has_dead_letters_with_an_alarm(self) -> None:
        watched = {
            alarm["Properties"]["Dimensions"][0]["Value"]["Fn::GetAtt"][0]
            for alarm in self.of("AWS::CloudWatch::Alarm").values()
            if alarm["Properties"]["Namespace"] == "AWS/SQS"
        }
        queues = self.of("AWS::SQS::Queue")
        working = {name: queue["Properties"] for name, queue in queues.items() if "RedrivePolicy" in queue["Properties"]}
        dead = {queue["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0] for queue in working.values()}
        self.assertEqual(set(queues), set(working) | dead)
        self.assertEqual(dead, watched)
        for name in dead:
            self.assertEqual(queues[name]["Properties"]["MessageRetentionPeriod"], 14 * 24 * 3600)
        for name, queue in working.items():
            other = queues[queue["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0]]["Properties"]
            self.assertEqual(queue.get("FifoQueue"), other.get("FifoQueue"), name)

    def test_every_queue_is_encrypted_at_rest(self) -> None:
        for name, queue in self.of("AWS::SQS::Queue").items():
            self.assertTrue(queue["Properties"]["SqsManagedSseEnabled"], name)

    def test_every_function_keeps_its_logs_for_a_month_and_has_an_alarm_on_errors(self) -> None:
        alarmed = {
            (alarm["Properties"]["Dimensions"][0]["Value"].get("Ref"), alarm["Properties"]["Namespace"], alarm["Properties"]["MetricName"])
            for alarm in self.of("AWS::CloudWatch::Alarm").values()
        }
        # These two functions return failures as answers, so their own error metric stays at zero.
        answering = {
            "ApiFunction": ("HttpApi", "AWS/ApiGateway", "5xx"),
            "WebhookFunction": ("WebhookFunction", "AWS/Lambda", "Url5xxCount"),
        }
        for function in self.functions:
            logs = self.resources[self.functions[function]["Properties"]["LoggingConfig"]["LogGroup"]["Ref"]]
            self.assertEqual(logs["Properties"]["RetentionInDays"], 30)
            name = self.name_of(function)
            self.assertIn(answering.get(name, (name, "AWS/Lambda", "Errors")), alarmed)

    def test_data_outlives_the_stack(self) -> None:
        for kind in ("AWS::DynamoDB::Table", "AWS::Cognito::UserPool"):
            for resource in self.of(kind).values():
                self.assertEqual((resource["DeletionPolicy"], resource["UpdateReplacePolicy"]), ("Retain", "Retain"))
        table = self.resources["Table"]["Properties"]
        self.assertTrue(table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"])
        self.assertTrue(table["SSESpecification"]["SSEEnabled"])

    def test_a_function_may_use_exactly_the_queues_it_was_told_of(self) -> None:
        queues = {v: value["Ref"] for v, value in description.all_environment(self.template).items() if v.endswith(("_QUEUE_URL", "_DLQ_URL"))}
        for name in self.functions:
            allowed: set[str] = set()
            for statement in self.statements(name):
                actions = [statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"]
                if {"sqs:SendMessage", "sqs:ReceiveMessage"} & set(actions):
                    resources = statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]]
                    allowed |= {arn["Fn::GetAtt"][0] for arn in resources}
            self.assertEqual(allowed, {queues[v] for v in ENVIRONMENT[name] if v in queues}, name)

    def test_a_consumer_gives_up_into_its_own_dead_letters(self) -> None:
        for name, resource in self.functions.items():
            for event in resource["Properties"].get("Events", {}).values():
                queue = event["Properties"]["Queue"]["Fn::GetAtt"][0]
                sends = [s["Resource"] for s in self.statements(name) if s["Action"] == "sqs:SendMessage"]
                self.assertIn([{"Fn::GetAtt": [queue.removesuffix("Queue") + "DeadLetters", "Arn"]}], sends, name)

    def test_no_policy_reaches_beyond_this_stack(self) -> None:
        for name in self.functions:
            for statement in self.statements(name):
                actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
                self.assertFalse([action for action in actions if "*" in action], name)
                self.assertNotEqual(statement["Resource"], "*", name)

    def test_only_the_api_makes_and_removes_secrets(self) -> None:
        for name in self.functions:
            actions = {action for s in self.statements(name) for action in ([s["Action"]] if isinstance(s["Action"], str) else s["Action"])}
            self.assertEqual("secretsmanager:CreateSecret" in actions, name == "api", name)
            self.assertEqual("secretsmanager:GetSecretValue" in actions, "SECRET_PREFIX" in ENVIRONMENT[name], name)

    def test_schedules_name_their_task(self) -> None:
        inputs = [schedule["Properties"]["Target"]["Input"] for schedule in self.of("AWS::Scheduler::Schedule").values()]
        tasks = ("refresh_tokens", "reconcile", "health", "fees", "outcomes", "pictures")
        self.assertEqual(sorted(inputs), sorted(f'{{"task":"{task}"}}' for task in tasks))

    def test_the_dashboard_has_the_headers_that_the_desk_serves(self) -> None:
        described = json.loads((ROOT / "frontend" / "headers.json").read_text())["headers"]
        (policy,) = self.of("AWS::CloudFront::ResponseHeadersPolicy").values()
        config = policy["Properties"]["ResponseHeadersPolicyConfig"]
        security = config["SecurityHeadersConfig"]
        found = {item["Header"]: item["Value"] for item in config["CustomHeadersConfig"]["Items"]}
        found["Content-Security-Policy"] = security["ContentSecurityPolicy"]["ContentSecurityPolicy"]["Fn::Sub"]
        found["X-Content-Type-Options"] = "nosniff" if "ContentTypeOptions" in security else ""
        found["X-Frame-Options"] = security["FrameOptions"]["FrameOption"]
        found["Referrer-Policy"] = security["ReferrerPolicy"]["ReferrerPolicy"]
        filled = {"sign_in": "https://cognito-idp.${AWS::Region}.${AWS::URLSuffix}", "images": ""}
        self.assertEqual(found, {name: value.format(**filled) for name, value in described.items()})
        self.assertNotIn("unsafe", found["Content-Security-Policy"])

    def test_no_bucket_is_public_and_each_is_reached_over_tls_only(self) -> None:
        buckets, policies = self.of("AWS::S3::Bucket"), self.of("AWS::S3::BucketPolicy")
        self.assertEqual({policy["Properties"]["Bucket"]["Ref"] for policy in policies.values()}, set(buckets))
        for bucket in buckets.values():
            self.assertTrue(all(bucket["Properties"]["PublicAccessBlockConfiguration"].values()))
        for policy in policies.values():
            denied = [s for s in policy["Properties"]["PolicyDocument"]["Statement"] if s["Effect"] == "Deny"]
            self.assertEqual([s["Condition"] for s in denied], [{"Bool": {"aws:SecureTransport": "false"}}])

    def test_each_function_does_with_pictures_only_what_it_has_to(self) -> None:
        wanted = {
            "api": {"images": {"s3:PutObject", "s3:GetObject"}, "unused": {"s3:DeleteObject"}},
            "sync": {"images": {"s3:GetObject"}},
            "schedule": {"images": {"s3:DeleteObject"}, "unused": {"s3:PutObject", "s3:DeleteObject"}},
        }
        for name in self.functions:
            found: dict[str, set[str]] = {}
            for statement in self.statements(name):
                actions = {action for action in listed(statement["Action"]) if action.startswith("s3:")}
                if actions == {"s3:ListBucket"}:
                    self.assertEqual(statement["Resource"], {"Fn::GetAtt": ["MediaBucket", "Arn"]})
                elif actions:
                    self.assertRegex(statement["Resource"]["Fn::Sub"], r"^\$\{MediaBucket\.Arn\}/(images|unused)/\*$")
                    found.setdefault(statement["Resource"]["Fn::Sub"].split("/")[1], set()).update(actions)
            self.assertEqual(found, wanted.get(name, {}), name)

    def test_pictures_outlive_the_stack_and_a_mistake(self) -> None:
        bucket = self.resources["MediaBucket"]
        self.assertEqual((bucket["DeletionPolicy"], bucket["UpdateReplacePolicy"]), ("Retain", "Retain"))
        self.assertEqual(bucket["Properties"]["VersioningConfiguration"], {"Status": "Enabled"})
        (rule,) = bucket["Properties"]["LifecycleConfiguration"]["Rules"]
        self.assertEqual(rule["NoncurrentVersionExpiration"], {"NoncurrentDays": 30})

    def test_only_cloudfront_reads_the_dashboard_and_the_api_is_never_kept_there(self) -> None:
        policy = self.resources["DashboardBucketPolicy"]
        allowed = [s for s in policy["Properties"]["PolicyDocument"]["Statement"] if s["Effect"] == "Allow"]
        for statement in allowed:
            self.assertEqual(statement["Principal"], {"Service": "cloudfront.amazonaws.com"})
            self.assertIn("aws:SourceArn", statement["Condition"]["StringEquals"])
        (distribution,) = self.of("AWS::CloudFront::Distribution").values()
        (api,) = distribution["Properties"]["DistributionConfig"]["CacheBehaviors"]
        caching_disabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
        self.assertEqual((api["PathPattern"], api["CachePolicyId"]), ("/v1/*", caching_disabled))

    def test_the_deployed_form_on_a_desk_leaves_out_what_only_cloudfront_serves(self) -> None:
        code = {name: ("bucket", "key") for name in self.functions}
        whole = description.deployed(self.template, code, {})
        kinds = {resource["Type"] for resource in whole["Resources"].values()}
        self.assertFalse({kind for kind in kinds if kind.startswith("AWS::CloudFront")})
        self.assertNotIn(description.PAGES, whole["Resources"])
        # SAM creates the function URL from a property.
        known = set(whole["Resources"]) | set(whole["Parameters"]) | {"WebhookFunctionUrl"}
        self.assertTrue(description.is_within([whole["Resources"], whole["Outputs"]], known))
        self.assertIn("ApiUrl", whole["Outputs"])

    def test_the_stateful_part_stands_on_its_own(self) -> None:
        reduced, carried = description.stateful(self.template)
        known = set(reduced["Resources"]) | set(reduced["Parameters"])
        for resource in reduced["Resources"].values():
            self.assertTrue(description.is_within(resource["Properties"], known))
        # These two refer to resources that exist only in the deployed form; the launcher sets them itself.
        missing = set(description.all_environment(self.template)) - set(carried.values())
        self.assertEqual(missing, {"WEBHOOK_BASE_URL", "PUBLIC_API_URL"})


if __name__ == "__main__":
    unittest.main()
