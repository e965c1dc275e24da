package microapp.rules.annual_review_test

import data.microapp.fixtures
import data.microapp.rules.annual_review

test_a_renewal_needs_a_review if {
	fixtures.sentences(annual_review.findings) == {concat("", [
		"Nobody has looked at the app again; ",
		"the control annual-review is open",
	])} with input as fixtures.at("renew")
}

test_with_a_review_it_passes if {
	finding := {"controlId": "annual-review", "state": "satisfied", "code": "met"}
	count(annual_review.findings) == 0 with input as fixtures.with_change("renew", "/findings", [finding])
}

test_a_review_that_is_not_there_is_none if {
	finding := {"controlId": "annual-review", "state": "unknown", "code": "missing"}
	count(annual_review.findings) == 1 with input as fixtures.with_change("renew", "/findings", [finding])
}

test_promoting_needs_none if count(annual_review.findings) == 0 with input as fixtures.at("promote")
