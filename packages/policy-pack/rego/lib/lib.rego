# METADATA
# title: Words that several rules share
# custom:
#   source: R2
package microapp.lib

# METADATA
# title: Data classes, least sensitive first
classes := ["public", "internal", "confidential", "regulated"]

# METADATA
# title: Rank of a class
# description: A class that nobody knows counts as the most sensitive one.
class_rank(class) := rank if {
	some rank, known in classes
	known == class
} else := count(classes) - 1

# METADATA
# scope: document
# title: A control is taken care of
# description: |
#   Either it is required, and the suite's own gate sees to its proof, or its
#   proof is there although nobody required it.
covered(control, document) if control in document.requiredControls

covered(control, document) if {
	some finding in document.findings
	finding.controlId == control
	finding.state == "satisfied"
}

# METADATA
# title: Controls of a list that are not taken care of
uncovered(controls, document) := {control |
	some control in controls
	not covered(control, document)
}

# METADATA
# title: Only a rehearsal
# description: |
#   The environment holds invented data. A request that names no environment is
#   taken for the real thing.
rehearsal(document) if document.environment.dataKind == "sanitised"

# METADATA
# title: Nobody told what kind of service it is
# description: |
#   A service of somebody else whose kind is missing or misspelt; it counts as
#   the strictest.
# scope: document
kind_unknown(integration) if integration.vendorKind == "unknown"

kind_unknown(integration) if {
	integration.kind == "vendor"
	not integration.vendorKind
}

# METADATA
# title: The app handles personal data
personal_data(registration) if {
	some kind in registration.dataTypes
	kind.category != "none"
}

# METADATA
# scope: document
# title: One or several
# description: A list as it is, anything else as a list of one.
listed(value) := value if is_array(value)

listed(value) := [value] if not is_array(value)

# METADATA
# scope: document
# title: A value as text
# description: |
#   A text as it is, a number or a truth value as JSON. Lists and objects are
#   named only: engines write the members of an object in different orders.
text(value) := value if is_string(value)

text(value) := "(a list)" if is_array(value)

text(value) := "(an object)" if is_object(value)

text(value) := "(a set)" if is_set(value)

text(value) := json.marshal(value) if type_name(value) in {"number", "boolean", "null"}
