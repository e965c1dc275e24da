package microapp.rules.network_reach_test

import data.microapp.fixtures
import data.microapp.rules.network_reach

rule(props) := fixtures.creating("network_rule", props)

test_a_named_network_passes if {
	every cidr in ["10.1.0.0/16", ["10.1.2.0/24", "fd00:1::/32"]] {
		count(network_reach.findings) == 0 with input as rule({"direction": "ingress", "cidr": cidr})
	}
}

test_the_whole_internet_is_refused if {
	every cidr in ["0.0.0.0/0", "::/0", "128.0.0.0/1", ["10.0.0.0/16", "0.0.0.0/0"]] {
		count(network_reach.findings) == 1 with input as rule({"direction": "ingress", "cidr": cidr})
	}
}

test_going_out_to_the_internet_is_another_matter if {
	count(network_reach.findings) == 0 with input as rule({"direction": "egress", "cidr": "0.0.0.0/0"})
}

test_a_sensitive_back_end_is_refused if {
	fixtures.sentences(network_reach.findings) == {concat("", [
		"CRM is a sensitive back end, ",
		"and no integration leads there",
	])} with input as rule({"direction": "egress", "backEnd": "CRM"})
}

test_an_integration_leads_to_its_back_end if {
	document := json.patch(rule({"direction": "egress", "backEnd": ["crm", "wiki"]}), [{
		"op": "replace",
		"path": "/integrations/0/name",
		"value": "crm:read",
	}])
	count(network_reach.findings) == 0 with input as document
}

test_a_malformed_rule_is_refused if {
	every props in [
		{},
		{"direction": "ingress"},
		{"direction": "in", "cidr": "10.1.0.0/16"},
		{"direction": "ingress", "cidr": "everybody"},
		{"direction": "ingress", "cidr": 0},
	] {
		count(network_reach.findings) > 0 with input as rule(props)
	}
}
