package microapp.rules.oauth_token_lifetime_test

import data.microapp.fixtures
import data.microapp.rules.oauth_token_lifetime

test_an_hour_passes if count(oauth_token_lifetime.findings) == 0 with input as fixtures.client({})

test_a_second_more_is_refused if {
	fixtures.sentences(oauth_token_lifetime.findings) == {concat("", [
		"Access tokens may live for 1 to 3600 whole seconds, ",
		"and the OAuth client asks for 3601",
	])} with input as fixtures.client({"token_lifetime": 3601})
}

test_what_is_no_number_of_seconds_is_refused if {
	every lifetime in [0, -5, 1.5, "3600", null, []] {
		count(oauth_token_lifetime.findings) == 1 with input as fixtures.client({"token_lifetime": lifetime})
	}
}

test_a_client_may_leave_it_to_the_provider if {
	document := fixtures.with_change("issue-client", "/client", {"scope": ""})
	count(oauth_token_lifetime.findings) == 0 with input as document
}
