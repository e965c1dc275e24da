package microapp.rules.oauth_redirects_test

import data.microapp.fixtures
import data.microapp.rules.oauth_redirects

test_exact_addresses_pass if {
	every uri in [
		"https://a.example/callback",
		"https://A.example:8443/callback?from=here",
		"http://tea.localhost:7101/callback",
		"http://127.0.0.1:3000/cb",
		"http://[::1]/cb",
		"http://localhost",
	] {
		count(oauth_redirects.findings) == 0 with input as fixtures.client({"redirect_uris": [uri]})
	}
}

test_anything_else_is_refused if {
	every uri in [
		"http://a.example/callback",
		"https://*.a.example/callback",
		"https://a.example/*",
		"https://a.example/cb#part",
		"https://maya@a.example/cb",
		"https://a.example/../cb",
		"javascript:alert(1)",
		"app.example:/cb",
		"http://localhost.evil.example/cb",
		"",
		7,
	] {
		count(oauth_redirects.findings) == 1 with input as fixtures.client({"redirect_uris": [uri]})
	}
}

test_a_client_without_an_address_is_refused if {
	every uris in [[], "https://a.example/cb", {}] {
		count(oauth_redirects.findings) == 1 with input as fixtures.client({"redirect_uris": uris})
	}
}

test_without_a_client_there_is_nothing_to_judge if {
	count(oauth_redirects.findings) == 0 with input as fixtures.at("issue-client")
}
