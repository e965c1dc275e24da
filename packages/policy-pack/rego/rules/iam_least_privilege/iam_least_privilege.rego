# METADATA
# title: Cloud permissions name their actions and resources
# description: |
#   A policy in the manner of AWS names every action and every resource that it
#   allows. `*` is accepted behind the name of a bucket or of another resource
#   and nowhere else. What only reads is accepted; what writes is said.
# custom:
#   source: R4, R12
#   gates: [register, issue-client, promote, renew]
#   next: Name each action and each resource that the app needs
package microapp.rules.iam_least_privilege

import data.microapp.lib

gates := {"register", "issue-client", "promote", "renew"}

next := "Name each action and each resource that the app needs"

findings contains {"code": "iam-least-privilege", "because": because, "next": next} if {
	input.gate in gates
	some policy in policies
	some because in (document_problems(policy) | statement_problems(policy))
}

obligations contains {
	"code": "iam-least-privilege",
	"because": sprintf("The app can change what is behind %s", [lib.text(action)]),
} if {
	input.gate in gates
	some policy in policies
	some statement in statements(policy)
	is_object(statement)
	object.get(statement, "Effect", "") == "Allow"
	some action in lib.listed(object.get(statement, "Action", []))
	not reads(action)
}

policies := [resource.props |
	some resource in input.resources
	resource.resource == "iam_policy"
]

# One statement may stand without a list around it.
statements(policy) := lib.listed(object.get(policy, "Statement", []))

document_problems(policy) := {"A permission policy has another Version than 2012-10-17" |
	object.get(policy, "Version", "") != "2012-10-17"
} | {"A permission policy has no Statement" |
	count(statements(policy)) == 0
}

statement_problems(policy) := {because |
	some statement in statements(policy)
	some because in ((shape_problems(statement) | action_problems(statement)) | resource_problems(statement))
}

shape_problems(statement) := {"A statement is not an object"} if not is_object(statement)

shape_problems(statement) := ({"A statement neither allows nor denies" |
	not object.get(statement, "Effect", "") in {"Allow", "Deny"}
} | {sprintf("A statement names what it does not mean (%s)", [field]) |
	some field in ["NotAction", "NotPrincipal", "NotResource"]
	field in object.keys(statement)
}) | {"A statement is about everybody (Principal)" |
	some principal in principals(object.get(statement, "Principal", {}))
	principal == "*"
} if {
	is_object(statement)
}

# `"*"`, or lists or single names by kind of principal.
principals(given) := [name |
	some names in given
	some name in lib.listed(names)
] if {
	is_object(given)
}

principals(given) := lib.listed(given) if not is_object(given)

action_problems(statement) := {because |
	allows(statement)
	some because in listing_problems("Action", object.get(statement, "Action", []))
} | {sprintf("The action %s has a wildcard, or is no action", [lib.text(action)]) |
	allows(statement)
	some action in lib.listed(object.get(statement, "Action", []))
	not exact_action(action)
}

resource_problems(statement) := {because |
	allows(statement)
	some because in listing_problems("Resource", object.get(statement, "Resource", []))
} | {sprintf("The resource %s is not named exactly", [lib.text(resource)]) |
	allows(statement)
	some resource in lib.listed(object.get(statement, "Resource", []))
	not named(resource)
}

# A "no" may be as wide as it likes.
allows(statement) if {
	is_object(statement)
	object.get(statement, "Effect", "Allow") != "Deny"
}

listing_problems(field, value) := {sprintf("A statement has no %s", [field])} if count(lib.listed(value)) == 0

listing_problems(_, value) := set() if count(lib.listed(value)) > 0

exact_action(action) if {
	is_string(action)
	regex.match(`^[a-z0-9-]+:[A-Za-z0-9]+$`, action)
}

reads(action) if {
	is_string(action)
	regex.match(`^[a-z0-9-]+:(BatchGet|Describe|Get|Head|List|Query|Scan|Select)`, action)
}

# arn:partition:s3:::bucket or bucket/key
named(resource) if {
	is_string(resource)
	regex.match(`^arn:aws[a-z-]*:s3:::[a-z0-9][a-z0-9.-]+(/[^\s]*)?$`, resource)
}

# arn:partition:service:region:account:type/name and what is below it
named(resource) if {
	is_string(resource)
	regex.match(`^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:[^\s*?]+([/:][^\s*?]+[/:][^\s]*)?$`, resource)
	not startswith(split(resource, ":")[2], "s3")
}
