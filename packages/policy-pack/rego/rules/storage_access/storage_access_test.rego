package microapp.rules.storage_access_test

import data.microapp.fixtures
import data.microapp.rules.storage_access

bucket(props) := fixtures.creating("storage_bucket", props)

test_a_private_bucket_passes if {
	every props in [
		{"public": false},
		{"public": false, "acl": "private", "website": false, "blockPublicAccess": true},
	] {
		count(storage_access.findings) == 0 with input as bucket(props)
	}
}

test_an_open_access_list_is_refused if {
	every acl in ["public-read", ["private", "AllUsers"], {"all": true}] {
		count(storage_access.findings) == 1 with input as bucket({"public": false, "acl": acl})
	}
}

test_a_website_and_a_lifted_block_are_refused if {
	count(storage_access.findings) == 2
		with input as bucket({"public": false, "website": true, "blockPublicAccess": false})
}

test_a_bucket_has_to_say_whether_it_is_public if {
	every props in [{}, {"public": "true"}, {"public": null}] {
		fixtures.sentences(storage_access.findings) == {"A bucket says neither true nor false about being public"}
			with input as bucket(props)
	}
}

test_the_plain_case_is_left_to_the_printed_rule if {
	count(storage_access.findings) == 0 with input as bucket({"public": true})
}
