# METADATA
# title: Rules on single resources, and an organisation's own
# description: |
#   The rule that guides print, in Rego v1. An organisation adds files of its
#   own to this package; every message says why a resource, or a whole request
#   at a gate, is refused.
# custom:
#   source: R12
package microapp.policy

# METADATA
# title: Public buckets are refused
# entrypoint: true
deny contains msg if {
	input.resource == "storage_bucket"
	input.props.public == true
	msg := "Public buckets are not allowed for micro apps"
}
