# METADATA
# title: No door is open to the whole internet
# description: |
#   An incoming rule names the networks that may come in; an outgoing one does
#   not lead to a sensitive back end unless an integration of the app does.
# custom:
#   source: R11
#   gates: [register, issue-client, promote, renew]
#   next: Name the networks that need it, or put the app behind the gateway
package microapp.rules.network_reach

import data.microapp.lib

gates := {"register", "issue-client", "promote", "renew"}

parameters := {"sensitiveBackEnds": "array"}

next := "Name the networks that need it, or put the app behind the gateway"

findings contains {"code": "network-reach", "because": because, "next": next} if {
	input.gate in gates
	some rule in input.resources
	rule.resource == "network_rule"
	some because in ((ill_typed(rule.props) | wide(rule.props)) | sensitive(rule.props))
}

ill_typed(props) := ({"A network rule is neither ingress nor egress" |
	not object.get(props, "direction", "") in {"ingress", "egress"}
} | {"A network rule names no network" |
	count(networks(props)) == 0
	count(back_ends(props)) == 0
}) | {sprintf("%s is no network", [lib.text(network)]) |
	some network in networks(props)
	not prefix(network)
}

wide(props) := {sprintf("%s lets the whole internet in", [network]) |
	object.get(props, "direction", "") != "egress"
	some network in networks(props)
	prefix(network) < 8
}

sensitive(props) := {sprintf("%s is a sensitive back end, and no integration leads there", [lib.text(name)]) |
	some name in back_ends(props)
	lower(lib.text(name)) in data.microapp.settings.rules["network-reach"].sensitiveBackEnds
	not leads_to(lower(lib.text(name)))
}

networks(props) := lib.listed(object.get(props, "cidr", []))

back_ends(props) := lib.listed(object.get(props, "backEnd", []))

leads_to(name) if {
	some integration in input.integrations
	split(lower(integration.name), ":")[0] == name
}

# Bits that a network fixes: 24 in 10.1.2.0/24.
prefix(network) := to_number(split(network, "/")[1]) if {
	is_string(network)
	regex.match(`^([0-9]{1,3}(\.[0-9]{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:]*)/(0|[1-9][0-9]{0,2})$`, network)
}
