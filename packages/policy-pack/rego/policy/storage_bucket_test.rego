package microapp.policy_test

import data.microapp.policy

test_a_public_bucket_is_refused if {
	policy.deny == {"Public buckets are not allowed for micro apps"}
		with input as {"resource": "storage_bucket", "props": {"public": true}}
}

test_a_private_bucket_is_not if {
	count(policy.deny) == 0 with input as {"resource": "storage_bucket", "props": {"public": false}}
}
