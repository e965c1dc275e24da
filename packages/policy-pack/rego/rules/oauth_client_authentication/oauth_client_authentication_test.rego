package microapp.rules.oauth_client_authentication_test

import data.microapp.fixtures
import data.microapp.rules.oauth_client_authentication

test_a_key_passes if count(oauth_client_authentication.findings) == 0 with input as fixtures.client({})

test_secrets_and_nothing_are_refused if {
	every method in ["none", "client_secret_basic", 1] {
		count(oauth_client_authentication.findings) == 1
			with input as fixtures.client({"token_endpoint_auth_method": method})
	}
}

test_what_a_client_leaves_out_is_a_secret if {
	fixtures.sentences(oauth_client_authentication.findings) == {concat("", [
		"The OAuth client proves who it is by ",
		"client_secret_basic",
	])} with input as fixtures.with_change("issue-client", "/client", {"scope": ""})
}
