package microapp.rules.iam_least_privilege_test

import data.microapp.fixtures
import data.microapp.rules.iam_least_privilege

# The policy that guides print.
printed := {
	"Version": "2012-10-17",
	"Statement": [{
		"Effect": "Allow",
		"Action": ["s3:GetObject"],
		"Resource": ["arn:aws:s3:::company-internal/*"],
	}],
}

statement(changes) := {
	"Version": "2012-10-17",
	"Statement": object.union(printed.Statement[0], changes),
}

policy(props) := fixtures.creating("iam_policy", props)

test_the_printed_policy_is_accepted_as_reading_only if {
	every props in [printed, statement({}), statement({
		"Action": "s3:GetObject",
		"Resource": "arn:aws:s3:::company-internal/*",
	})] {
		count(iam_least_privilege.findings) == 0 with input as policy(props)
		count(iam_least_privilege.obligations) == 0 with input as policy(props)
	}
}

test_what_writes_is_said if {
	fixtures.sentences(iam_least_privilege.obligations) == {"The app can change what is behind s3:PutObject"}
		with input as policy(statement({"Action": ["s3:GetObject", "s3:PutObject"]}))
}

test_wildcards_in_actions_are_refused if {
	every action in ["*", "s3:*", "s3:Get*", ["s3:GetObject", "s3:?etObject"], 5] {
		count(iam_least_privilege.findings) == 1 with input as policy(statement({"Action": action}))
	}
}

test_wildcards_in_names_are_refused if {
	every resource in [
		"*",
		"arn:aws:s3:::*",
		"arn:aws:s3:::company-*/x",
		["arn:aws:s3:::company-internal/*", "arn:aws:s3:::*/x"],
		"arn:aws:s3:*:*:accesspoint/x",
		"arn:aws:dynamodb:eu-central-1:123456789012:table/*",
		"arn:aws:dynamodb:*:123456789012:table/orders",
		"company-internal",
		5,
	] {
		count(iam_least_privilege.findings) == 1 with input as policy(statement({"Resource": resource}))
	}
}

test_named_resources_pass if {
	every resource in [
		"arn:aws:s3:::company-internal",
		"arn:aws:dynamodb:eu-central-1:123456789012:table/orders",
		"arn:aws:dynamodb:eu-central-1:123456789012:table/orders/index/*",
		"arn:aws:sqs:eu-central-1:123456789012:tea-queue",
	] {
		count(iam_least_privilege.findings) == 0 with input as policy(statement({"Resource": resource}))
	}
}

test_saying_what_is_not_meant_is_refused if {
	every field in ["NotAction", "NotResource", "NotPrincipal"] {
		count(iam_least_privilege.findings) == 1 with input as policy(statement({field: ["s3:GetObject"]}))
	}
}

test_a_permission_for_everybody_is_refused if {
	every principal in ["*", {"AWS": "*"}, {"AWS": ["arn:aws:iam::123456789012:root", "*"]}] {
		fixtures.sentences(iam_least_privilege.findings) == {"A statement is about everybody (Principal)"}
			with input as policy(statement({"Principal": principal}))
	}
}

test_a_denial_may_be_wide if {
	count(iam_least_privilege.findings) == 0
		with input as policy(statement({"Effect": "Deny", "Action": "*", "Resource": "*"}))
}

test_a_malformed_policy_is_refused if {
	every props in [
		{},
		{"Version": "2012-10-17"},
		{"Version": "2008-10-17", "Statement": printed.Statement},
		{"Version": "2012-10-17", "Statement": []},
		{"Version": "2012-10-17", "Statement": ["Allow"]},
		{"Version": "2012-10-17", "Statement": "Allow"},
		{"Version": "2012-10-17", "Statement": [{"Effect": "Allow"}]},
		statement({"Effect": "allow"}),
		statement({"Action": []}),
		statement({"Resource": []}),
	] {
		count(iam_least_privilege.findings) > 0 with input as policy(props)
	}
}
