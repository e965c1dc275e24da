package microapp.rules.resource_kinds_test

import data.microapp.fixtures
import data.microapp.rules.resource_kinds

test_a_kind_that_rules_look_at_passes if {
	count(resource_kinds.findings) == 0 with input as fixtures.creating("storage_bucket", {"public": false})
}

test_a_kind_that_no_rule_looks_at_is_said if {
	fixtures.sentences(resource_kinds.findings) == {"No rule looks at resources of the kind queue"}
		with input as fixtures.creating("queue", {})
}
