# METADATA
# title: The shape of a request
# description: |
#   What policies are asked has to be complete and of the right types. Anything
#   else is refused before a rule looks at it, so that a rule never stays
#   silent because a field is missing.
# custom:
#   source: R12
package microapp.shape

# METADATA
# title: Places where a decision is needed
gates := {"register", "issue-client", "promote", "renew", "retire"}

# METADATA
# scope: document
# title: What is wrong with the request
# description: One sentence for each problem; empty when the request can be judged.
problems contains "version is not 1" if not input.version == 1

# A reference that leads nowhere would leave `in` undefined, not false.
problems contains "gate is not known" if not object.get(input, "gate", "") in gates

problems contains sentence if {
	some path in objects
	not is_object(object.get(input, path, null))
	sentence := sprintf("%s is not an object", [concat(".", path)])
}

problems contains sentence if {
	some path in texts
	not is_string(object.get(input, path, null))
	sentence := sprintf("%s is not a text", [concat(".", path)])
}

problems contains sentence if {
	some path in optional_texts
	is_string(object.get(input, path, "")) == false
	sentence := sprintf("%s is not a text", [concat(".", path)])
}

problems contains sentence if {
	some path in text_lists
	not all_texts(object.get(input, path, null))
	sentence := sprintf("%s is not a list of texts", [concat(".", path)])
}

problems contains sentence if {
	some choice in choices
	not object.get(input, choice.path, null) in choice.of
	sentence := sprintf("%s is none of %s", [concat(".", choice.path), concat(", ", sort(choice.of))])
}

problems contains sentence if {
	some path in [["registration", "retentionDays"], ["assessment", "score"], ["assessment", "personalDataGrade"]]
	not is_number(object.get(input, path, null))
	sentence := sprintf("%s is not a number", [concat(".", path)])
}

problems contains "assessment.score is not from 0 to 10" if {
	score := input.assessment.score
	is_number(score)
	not in_range(score)
}

problems contains "registration.aiGeneratedShare is not a number" if {
	not is_number(object.get(input, ["registration", "aiGeneratedShare"], 0))
}

problems contains "assessment.piiHeavy is not yes or no" if {
	not is_boolean(object.get(input, ["assessment", "piiHeavy"], null))
}

problems contains "registration.dataTypes is not a list of kinds and volumes" if {
	not all_have_texts(object.get(input, ["registration", "dataTypes"], null), ["category", "volume"])
}

problems contains "integrations is not a list of integrations" if {
	not all_integrations(object.get(input, "integrations", null))
}

problems contains "findings is not a list of findings" if {
	not all_have_texts(object.get(input, "findings", null), ["controlId", "state", "code"])
}

problems contains "resources is not a list of resources" if {
	not all_resources(object.get(input, "resources", null))
}

problems contains "environment has no name or kind of data" if {
	not all_have_texts([object.get(input, "environment", {"name": "", "dataKind": ""})], ["name", "dataKind"])
}

problems contains "client is not an object" if {
	not is_object(object.get(input, "client", {}))
}

problems contains "modes is not an object" if {
	not is_object(object.get(input, "modes", {}))
}

problems contains "now is not an instant in UTC" if {
	not regex.match(instant, object.get(input, "now", ""))
}

# METADATA
# title: An instant as this suite writes it
instant := `^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$`

objects := [["app"], ["registration"], ["assessment"]]

texts := [
	["registration", "name"],
	["registration", "purpose"],
	["registration", "owner"],
	["registration", "businessUnit"],
	["registration", "decommissionPlan"],
	["assessment", "modelRevision"],
]

optional_texts := [["app", "id"], ["app", "standing"], ["registration", "successor"]]

text_lists := [
	["registration", "scopes"],
	["registration", "vendors"],
	["registration", "libraries"],
	["registration", "endpoints"],
	["unknownIntegrations"],
	["requiredControls"],
]

choices := [
	{"path": ["registration", "classification"], "of": classes},
	{"path": ["registration", "audience"], "of": {"self", "team", "company", "public"}},
	{"path": ["registration", "hosting"], "of": {"sandbox", "company", "external"}},
	{"path": ["assessment", "effectiveClass"], "of": classes},
	{"path": ["assessment", "band"], "of": {"low", "medium", "high"}},
]

classes := {"public", "internal", "confidential", "regulated"}

in_range(score) if {
	score >= 0
	score <= 10
}

all_texts(list) if {
	is_array(list)
	every item in list { is_string(item) }
}

all_have_texts(list, fields) if {
	is_array(list)
	every item in list {
		is_object(item)
		every field in fields { is_string(object.get(item, field, null)) }
	}
}

all_integrations(list) if {
	all_have_texts(list, ["kind", "name"])
	every item in list {
		is_boolean(object.get(item, "privileged", null))
		is_boolean(object.get(item, "preAuthorised", null))
		is_boolean(object.get(item, "authorised", false))
		every field in ["vendorKind", "minimumClass", "approvedUntil"] {
			is_string(object.get(item, field, ""))
		}
	}
}

all_resources(list) if {
	all_have_texts(list, ["resource"])
	every item in list { is_object(object.get(item, "props", null)) }
}
