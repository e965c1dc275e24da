package microapp.rules.sensitive_vendors_test

import data.microapp.fixtures
import data.microapp.rules.sensitive_vendors

test_a_payment_service_needs_the_control if {
	fixtures.sentences(sensitive_vendors.findings) == {concat("", [
		"payfast is a payment service, ",
		"and the app lacks the control security-review",
	])} with input as fixtures.using("register", {"name": "payfast", "vendorKind": "payment"})
}

test_with_the_control_it_passes if {
	document := json.patch(
		fixtures.using("register", {"name": "payfast", "vendorKind": "payment"}),
		[{"op": "add", "path": "/requiredControls/-", "value": "security-review"}],
	)
	count(sensitive_vendors.findings) == 0 with input as document
}

test_a_service_of_a_kind_that_nobody_told_needs_the_control if {
	fixtures.sentences(sensitive_vendors.findings) == {concat("", [
		"newcorp is a not yet classified service, ",
		"and the app lacks the control security-review",
	])} with input as fixtures.using("register", {"kind": "vendor", "name": "newcorp"})
}

test_a_map_service_needs_none if {
	count(sensitive_vendors.findings) == 0
		with input as fixtures.using("register", {"name": "mapland", "vendorKind": "general"})
}
