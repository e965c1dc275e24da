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

test_the_roles_of_the_settings_have_to_agree if {
	document := fixtures.with_change("promote", "/registration/audience", "public")
	settings := object.union(external_sharing.settings, {"approvers": ["privacy", "it-lead"]})
	codes := {duty.code | some duty in external_sharing.obligations} with input as document
		with external_sharing.settings as settings
	codes == {"external-sharing", "approval:privacy", "approval:it-lead"}
}

test_nobody_is_asked_when_an_app_is_registered if {
	document := fixtures.with_change("register", "/registration/audience", "public")
	settings := object.union(external_sharing.settings, {"approvers": ["privacy"]})
	codes := {duty.code | some duty in external_sharing.obligations} with input as document
		with external_sharing.settings as settings
	codes == {"external-sharing"}
}
