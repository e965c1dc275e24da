# METADATA
# title: Storage is never readable by everybody
# description: |
#   A bucket is refused when its access list, its website or its public access
#   block opens it to everybody, and when it does not say in so many words
#   whether it is public. The plain `public: true` is refused by the rule that
#   guides print (package microapp.policy).
# custom:
#   source: R11
#   gates: [register, issue-client, promote, renew]
#   next: Keep the bucket private and hand out single files with a signed link
package microapp.rules.storage_access

import data.microapp.lib

gates := {"register", "issue-client", "promote", "renew"}

next := "Keep the bucket private and hand out single files with a signed link"

findings contains {"code": "storage-access", "because": because, "next": next} if {
	input.gate in gates
	some bucket in input.resources
	bucket.resource == "storage_bucket"
	some because in opened(bucket.props)
}

opened(props) := (ill_typed(props) | by_list(props)) | by_setting(props)

ill_typed(props) := {"A bucket says neither true nor false about being public" |
	not is_boolean(object.get(props, "public", null))
}

by_list(props) := {sprintf("The access list %s opens a bucket to everybody", [lib.text(entry)]) |
	some entry in lib.listed(object.get(props, "acl", []))
	not entry in {"private", "bucket-owner-full-control", "bucket-owner-read"}
}

by_setting(props) := {sprintf("A bucket has %s switched %s", [setting, word]) |
	some setting, words in {
		"website": {"safe": false, "word": "on"},
		"blockPublicAccess": {"safe": true, "word": "off"},
	}
	object.get(props, setting, words.safe) != words.safe
	word := words.word
}
