# METADATA
# title: A registration says all that it has to
# description: |
#   Name, purpose, owner, business unit and plan for the end are filled in, the
#   owners are two different people, and the business unit is a group.
# custom:
#   source: R1
#   gates: [register, issue-client, promote, renew]
#   next: Fill in what the sentence names
package microapp.rules.registration_complete

gates := {"register", "issue-client", "promote", "renew"}

parameters := {"planMinimumLength": "number"}

next := "Fill in what the sentence names"

findings contains {"code": "registration-complete", "because": because, "next": next} if {
	input.gate in gates
	some because in gaps
}

gaps contains sprintf("The registration says nothing about the %s", [title]) if {
	some field, title in {
		"name": "name",
		"purpose": "purpose",
		"owner": "owner",
		"businessUnit": "business unit",
	}
	trim_space(input.registration[field]) == ""
}

gaps contains "The name has neither a letter from a to z nor a digit" if {
	name := trim_space(input.registration.name)
	name != ""
	not regex.match(`[a-zA-Z0-9]`, name)
}

gaps contains sprintf("The plan for the end has fewer than %d characters", [least]) if {
	least := data.microapp.settings.rules["registration-complete"].planMinimumLength
	count(trim_space(input.registration.decommissionPlan)) < least
}

gaps contains "The owner is not a person" if not refers_to(input.registration.owner, "user")

gaps contains "The second owner is not a person" if {
	not refers_to(object.get(input.registration, "successor", "user:default/nobody"), "user")
}

gaps contains "The owner and the second owner are one person" if {
	lower(input.registration.owner) == lower(input.registration.successor)
}

gaps contains "The business unit is not a group" if not refers_to(input.registration.businessUnit, "group")

# A reference without a kind is taken for the kind that the field asks for.
refers_to(ref, _) if not contains(ref, ":")

refers_to(ref, kind) if startswith(lower(trim_space(ref)), concat("", [kind, ":"]))
