# METADATA
# title: The decision at a gate
# description: |
#   Asks every rule and joins what they say, each in the mode that the settings
#   give it: an enforcing rule blocks, a warning one leaves a note, an observing
#   one is only written down.
# custom:
#   source: R12
package microapp.suite

import data.microapp.lib
import data.microapp.shape

# METADATA
# title: May this pass, and why not
# entrypoint: true
decision := {
	"gate": gate,
	"allowed": count(violations) == 0,
	"violations": sort(violations),
	"obligations": sort(obligations),
	"observations": sort(observations),
}

default gate := "unknown"

gate := input.gate if input.gate in shape.gates

violations contains {
	"code": "malformed-input",
	"because": problem,
	"next": "Complete the registration; if it is complete, tell your platform team",
} if {
	some problem in shape.problems
}

violations contains {
	"code": "settings-incomplete",
	"because": problem,
	"next": "Tell your platform team: the settings of the policies lack something",
} if {
	some problem in settings_problems
}

violations contains said.finding if {
	some said in statements
	said.mode == "enforce"
}

obligations contains {"code": said.finding.code, "because": said.finding.because} if {
	some said in statements
	said.mode == "warn"
}

obligations contains said.obligation if {
	some said in duties
	binding(said)
}

observations contains {"code": said.finding.code, "because": said.finding.because, "mode": said.mode} if {
	some said in statements
	said.mode != "enforce"
}

observations contains {"code": said.obligation.code, "because": said.obligation.because, "mode": said.mode} if {
	some said in duties
	not binding(said)
}

binding(said) if said.mode == "enforce"

# A warning asks nobody for an approval.
binding(said) if {
	said.mode == "warn"
	not startswith(said.obligation.code, "approval:")
}

# What rules say, with the mode that each of them has here.
statements contains {"mode": mode(id), "finding": finding} if {
	judged
	some name

	# Reading whole rules would evaluate everything in them.
	# regal ignore:mixed-iteration
	some finding in data.microapp.rules[name].findings
	id := replace(name, "_", "-")
}

statements contains {"mode": mode("company-rule"), "finding": finding} if {
	judged
	some message in company_messages
	finding := {
		"code": "company-rule",
		"because": lib.text(message),
		"next": "Change what the message names, or ask your platform team",
	}
}

duties contains {"mode": mode(id), "obligation": obligation} if {
	judged
	some name

	# regal ignore:mixed-iteration
	some obligation in data.microapp.rules[name].obligations
	id := replace(name, "_", "-")
}

judged if count(shape.problems) == 0

company_messages contains message if some message in data.microapp.policy.deny

company_messages contains message if {
	some resource in input.resources

	# regal ignore:with-outside-test-context
	some message in data.microapp.policy.deny with input as resource
}

ring := object.get(input, ["environment", "name"], "")

# What people switched counts before what was set up, and what is said of one
# ring before what is said of all. A rule without a mode, or with one that
# nobody knows, enforces.
mode(id) := chosen if {
	settings := data.microapp.settings.rules[id]
	switched := object.get(input, ["modes", id], {})
	everywhere := object.get(switched, "mode", settings.mode)
	here := object.get(settings, ["rings", ring], everywhere)
	chosen := object.get(switched, ["rings", ring], here)
	chosen in {"observe", "warn", "enforce"}
} else := "enforce"

# A number or list that is not there would silence its rule.
settings_problems contains problem if {
	some name

	# regal ignore:mixed-iteration
	some parameter, type in data.microapp.rules[name].parameters
	id := replace(name, "_", "-")
	given := object.get(data.microapp.settings, ["rules", id, parameter], null)
	type_name(given) != type
	problem := sprintf("The setting rules.%s.%s is not there, or is of another type", [id, parameter])
}

settings_problems contains "The settings are not there" if not configured

configured if is_object(data.microapp.settings.rules)
