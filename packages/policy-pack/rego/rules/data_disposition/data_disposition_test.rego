package microapp.rules.data_disposition_test

import data.microapp.fixtures
import data.microapp.rules.data_disposition

sensitive := fixtures.with_change("retire", "/assessment/effectiveClass", "confidential")

proof(document, state) := json.patch(document, [{
	"op": "add",
	"path": "/findings/-",
	"value": {"controlId": "data-disposed", "state": state, "code": "met"},
}])

test_a_sensitive_app_needs_proof if {
	every document in [sensitive, fixtures.with_change("retire", "/assessment/piiHeavy", true)] {
		count(data_disposition.findings) == 1 with input as document
		count(data_disposition.findings) == 0 with input as proof(document, "satisfied")
	}
}

test_another_app_is_told if {
	count(data_disposition.findings) == 0 with input as fixtures.at("retire")
	fixtures.sentences(data_disposition.obligations) == {"Archive or delete the data within 90 days, and record it"}
		with input as fixtures.at("retire")
	count(data_disposition.obligations) == 0 with input as proof(fixtures.at("retire"), "satisfied")
}

test_proof_that_it_failed_is_said_of_every_app if {
	fixtures.sentences(data_disposition.findings) == {"The data of the app could not be archived or deleted"}
		with input as proof(fixtures.at("retire"), "not-satisfied")
}

test_an_app_without_personal_data_has_nothing_to_do if {
	count(data_disposition.obligations) == 0
		with input as fixtures.with_change("retire", "/registration/dataTypes", [])
}

test_other_gates_are_another_matter if count(data_disposition.findings) == 0 with input as fixtures.at("promote")
