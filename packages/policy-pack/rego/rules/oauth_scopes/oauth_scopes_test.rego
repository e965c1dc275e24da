package microapp.rules.oauth_scopes_test

import data.microapp.fixtures
import data.microapp.rules.oauth_scopes

test_registered_scopes_pass if count(oauth_scopes.findings) == 0 with input as fixtures.client({})

test_a_client_may_ask_for_less if count(oauth_scopes.findings) == 0 with input as fixtures.client({"scope": ""})

test_a_scope_beyond_the_registration_is_refused if {
	fixtures.sentences(oauth_scopes.findings) == {concat("", [
		"The OAuth client asks for people:export, ",
		"which the registration does not name",
	])} with input as fixtures.client({"scope": "openid people:export"})
}

test_a_wildcard_is_refused_even_when_it_is_registered if {
	document := json.patch(fixtures.client({"scope": "people:*"}), [{
		"op": "add",
		"path": "/registration/scopes/-",
		"value": "people:*",
	}])
	fixtures.sentences(oauth_scopes.findings) == {"The scope people:* of the OAuth client has a wildcard"}
		with input as document
}

test_a_client_that_does_not_say_is_refused if {
	count(oauth_scopes.findings) == 1 with input as fixtures.client({"scope": ["people:read"]})
}
