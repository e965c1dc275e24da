package microapp.rules.external_sharing_test

import data.microapp.fixtures
import data.microapp.rules.external_sharing

outside := json.patch(fixtures.with_change("promote", "/registration/audience", "public"), [{
	"op": "replace",
	"path": "/requiredControls",
	"value": [],
}])

test_inside_the_company_nothing_is_asked if {
	count(external_sharing.findings) == 0 with input as fixtures.without("promote", "/requiredControls/2")
	count(external_sharing.obligations) == 0 with input as fixtures.at("promote")
}

test_a_public_app_without_notice_is_refused if {
	fixtures.sentences(external_sharing.findings) == {concat("", [
		"Personal data leaves the company, ",
		"and the app lacks the control privacy-notice",
	])} with input as outside
}

test_with_notice_the_privacy_office_is_told if {
	every document in [
		fixtures.with_change("promote", "/registration/audience", "public"),
		fixtures.with_change("promote", "/registration/hosting", "external"),
	] {
		count(external_sharing.findings) == 0 with input as document
		count(external_sharing.obligations) == 1 with input as document
	}
}

test_without_personal_data_nothing_is_asked if {
	document := json.patch(outside, [{
		"op": "replace",
		"path": "/registration/dataTypes",
		"value": [{"category": "none", "volume": "under-100"}],
	}])
	count(external_sharing.findings) == 0 with input as document
}
