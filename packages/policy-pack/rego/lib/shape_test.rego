package microapp.shape_test

import data.microapp.fixtures
import data.microapp.shape
import data.microapp.suite

test_a_complete_request_has_no_problem if {
	every gate in shape.gates { count(shape.problems) == 0 with input as fixtures.at(gate) }
}

test_what_is_no_request_is_refused if {
	every document in [null, "promote", 7, [], {}, [fixtures.at("promote")]] {
		decision := suite.decision with input as document
		malformed(decision)
	}
}

test_every_field_that_is_missing_is_refused if {
	every path in [
		"/version",
		"/gate",
		"/app",
		"/registration",
		"/registration/name",
		"/registration/purpose",
		"/registration/owner",
		"/registration/businessUnit",
		"/registration/audience",
		"/registration/classification",
		"/registration/dataTypes",
		"/registration/scopes",
		"/registration/vendors",
		"/registration/libraries",
		"/registration/endpoints",
		"/registration/hosting",
		"/registration/retentionDays",
		"/registration/decommissionPlan",
		"/assessment",
		"/assessment/effectiveClass",
		"/assessment/score",
		"/assessment/band",
		"/assessment/modelRevision",
		"/assessment/personalDataGrade",
		"/assessment/piiHeavy",
		"/integrations",
		"/unknownIntegrations",
		"/requiredControls",
		"/findings",
		"/resources",
		"/now",
	] {
		decision := suite.decision with input as fixtures.without("promote", path)
		malformed(decision)
	}
}

test_every_field_of_another_type_is_refused if {
	every change in [
		["/version", 2],
		["/gate", "deploy"],
		["/app/id", 7],
		["/registration/successor", null],
		["/registration/aiGeneratedShare", null],
		["/registration/scopes", ["people:read", 7]],
		["/registration/scopes", "people:read"],
		["/registration/dataTypes", ["names"]],
		["/registration/dataTypes", [{"category": "names"}]],
		["/registration/classification", "secret"],
		["/registration/audience", "friends"],
		["/registration/hosting", "moon"],
		["/registration/retentionDays", "90"],
		["/assessment/band", "none"],
		["/assessment/effectiveClass", "secret"],
		["/assessment/score", 11],
		["/assessment/score", -1],
		["/assessment/score", "2"],
		["/assessment/piiHeavy", "no"],
		["/integrations", [{"kind": "scope", "name": "x"}]],
		["/integrations/0/approvedUntil", 7],
		["/findings", [{"controlId": "x"}]],
		["/environment", {"name": "beta"}],
		["/environment", null],
		["/client", []],
		["/modes", []],
		["/resources", [{"resource": "storage_bucket"}]],
		["/resources", [{"props": {}}]],
		["/resources", ["storage_bucket"]],
		["/now", "yesterday"],
		["/now", 7],
	] {
		decision := suite.decision with input as fixtures.with_change("promote", change[0], change[1])
		malformed(decision)
	}
}

malformed(decision) if {
	not decision.allowed
	{violation.code | some violation in decision.violations} == {"malformed-input"}
}
