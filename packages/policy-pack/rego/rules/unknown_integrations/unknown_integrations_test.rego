package microapp.rules.unknown_integrations_test

import data.microapp.fixtures
import data.microapp.rules.unknown_integrations

unknown(gate) := fixtures.with_change(gate, "/unknownIntegrations", ["newcorp"])

test_a_known_scope_passes if count(unknown_integrations.findings) == 0 with input as fixtures.at("promote")

test_a_vendor_that_nobody_knows_goes_no_further if {
	fixtures.sentences(unknown_integrations.findings) == {"newcorp is not in the integration catalog"}
		with input as unknown("promote")
}

test_it_can_be_registered_and_tried_out if {
	sandbox := json.patch(unknown("issue-client"), [{
		"op": "add",
		"path": "/environment",
		"value": {"name": "sandbox", "dataKind": "sanitised"},
	}])
	every document in [unknown("register"), sandbox] {
		count(unknown_integrations.findings) == 0 with input as document
		count(unknown_integrations.obligations) == 1 with input as document
	}
}

test_an_unknown_scope_is_the_matter_of_its_control if {
	document := json.patch(fixtures.at("promote"), [
		{"op": "add", "path": "/unknownIntegrations", "value": ["crm:write"]},
		{"op": "add", "path": "/registration/scopes", "value": ["crm:write"]},
	])
	count(unknown_integrations.findings) == 0 with input as document
}
