package microapp.rules.oauth_grants_test

import data.microapp.fixtures
import data.microapp.rules.oauth_grants

test_the_authorisation_code_passes if count(oauth_grants.findings) == 0 with input as fixtures.client({})

test_what_a_client_leaves_out_is_the_safe_grant if {
	document := fixtures.with_change("issue-client", "/client", {"scope": ""})
	count(oauth_grants.findings) == 0 with input as document
}

test_the_implicit_grant_and_passwords_are_refused if {
	fixtures.sentences(oauth_grants.findings) == {
		"The OAuth client may not use the grant implicit",
		"The OAuth client may not use the grant password",
	} with input as fixtures.client({"grant_types": ["implicit", "password"]})
}

test_tokens_in_addresses_are_refused if {
	count(oauth_grants.findings) == 1 with input as fixtures.client({"response_types": ["code", "token"]})
}

test_a_grant_that_is_no_text_is_refused if {
	count(oauth_grants.findings) == 1 with input as fixtures.client({"grant_types": 3})
}

test_other_gates_are_another_matter if {
	document := json.patch(fixtures.client({"grant_types": ["implicit"]}), [{
		"op": "replace",
		"path": "/gate",
		"value": "promote",
	}])
	count(oauth_grants.findings) == 0 with input as document
}
