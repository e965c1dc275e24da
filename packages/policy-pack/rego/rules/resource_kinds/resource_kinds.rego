# METADATA
# title: Only resources that some rule looks at
# description: |
#   A kind of resource that no rule knows is said, because nothing judged it. An
#   organisation with rules for it in package microapp.policy adds the kind to
#   the settings.
# custom:
#   source: R11
#   gates: [register, issue-client, promote, renew]
#   next: Ask the platform team for a rule on it
package microapp.rules.resource_kinds

gates := {"register", "issue-client", "promote", "renew"}

parameters := {"kinds": "array"}

findings contains {
	"code": "resource-kinds",
	"because": sprintf("No rule looks at resources of the kind %s", [resource.resource]),
	"next": "Ask the platform team for a rule on it",
} if {
	input.gate in gates
	some resource in input.resources
	not resource.resource in data.microapp.settings.rules["resource-kinds"].kinds
}
