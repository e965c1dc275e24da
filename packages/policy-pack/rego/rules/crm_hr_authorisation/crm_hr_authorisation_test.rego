package microapp.rules.crm_hr_authorisation_test

import data.microapp.fixtures
import data.microapp.rules.crm_hr_authorisation

vendor(gate) := fixtures.using(gate, {"name": "customerbase", "vendorKind": "crm"})

authorise(changes) := [object.union(
	{"integration": "customerbase", "apps": ["where2eat"], "until": "2027-01-01T00:00:00Z"},
	changes,
)]

test_a_people_scope_needs_no_authorisation if {
	count(crm_hr_authorisation.findings) == 0 with input as fixtures.at("promote")
}

test_a_crm_vendor_is_refused if {
	fixtures.sentences(crm_hr_authorisation.findings) == {"Nobody has authorised the connection to customerbase"}
		with input as vendor("promote")
}

test_a_scope_of_the_personnel_system_is_refused if {
	count(crm_hr_authorisation.findings) == 1
		with input as fixtures.using("promote", {"kind": "scope", "name": "HR:read"})
}

test_an_authorisation_of_this_app_opens_it if {
	count(crm_hr_authorisation.findings) == 0 with input as vendor("promote")
		with data.microapp.settings.rules["crm-hr-authorisation"].authorised as authorise({})
}

test_an_authorisation_of_another_app_or_one_that_ended_does_not if {
	every changes in [{"apps": ["other"]}, {"until": "2026-11-24T10:00:00Z"}, {"integration": "other"}] {
		count(crm_hr_authorisation.findings) == 1 with input as vendor("promote")
			with data.microapp.settings.rules["crm-hr-authorisation"].authorised as authorise(changes)
	}
}

test_a_security_review_is_an_authorisation if {
	finding := {"controlId": "security-review", "state": "satisfied", "code": "met"}
	document := json.patch(vendor("promote"), [{"op": "add", "path": "/findings/-", "value": finding}])
	count(crm_hr_authorisation.findings) == 0 with input as document
}

test_the_yes_of_it_is_an_authorisation if {
	count(crm_hr_authorisation.findings) == 0
		with input as fixtures.using("promote", {"name": "customerbase", "vendorKind": "crm", "authorised": true})
}

test_a_service_of_a_kind_that_nobody_told_is_refused if {
	every kind in [{"vendorKind": "unknown"}, {}] {
		service := object.union({"kind": "vendor", "name": "newcorp"}, kind)
		count(crm_hr_authorisation.findings) == 1 with input as fixtures.using("promote", service)
	}
}

test_what_everybody_may_choose_is_authorised if {
	count(crm_hr_authorisation.findings) == 0
		with input as fixtures.using("promote", {"name": "customerbase", "vendorKind": "crm", "preAuthorised": true})
}

test_the_sandbox_and_registration_only_hear_of_it if {
	sandbox := json.patch(vendor("issue-client"), [{
		"op": "add",
		"path": "/environment",
		"value": {"name": "sandbox", "dataKind": "sanitised"},
	}])
	every document in [sandbox, vendor("register")] {
		count(crm_hr_authorisation.findings) == 0 with input as document
		count(crm_hr_authorisation.obligations) == 1 with input as document
	}
}
