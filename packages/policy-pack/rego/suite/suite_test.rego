package microapp.suite_test

import data.microapp.fixtures
import data.microapp.suite

too_long := fixtures.with_change("promote", "/registration/retentionDays", 3651)

in_beta := json.patch(too_long, [{"op": "add", "path": "/environment", "value": {"name": "beta", "dataKind": "real"}}])

test_a_sound_app_passes_every_gate_on_its_way if {
	every gate in ["register", "issue-client", "promote"] {
		suite.decision == {
			"gate": gate,
			"allowed": true,
			"violations": [],
			"obligations": [],
			"observations": [],
		} with input as fixtures.at(gate)
	}
}

test_an_enforcing_rule_blocks if {
	decision := suite.decision with input as too_long
	not decision.allowed
	[violation.code | some violation in decision.violations] == ["retention-window"]
}

test_a_warning_rule_leaves_a_note if {
	decision := suite.decision with input as too_long
		with data.microapp.settings.rules["retention-window"].mode as "warn"
	decision.allowed
	count(decision.obligations) == 1
	decision.observations[0].mode == "warn"
}

test_an_observing_rule_is_written_down if {
	decision := suite.decision with input as too_long
		with data.microapp.settings.rules["retention-window"].mode as "observe"
	decision.allowed
	count(decision.obligations) == 0
	decision.observations[0].mode == "observe"
}

test_a_ring_has_its_own_mode if {
	rings := {"beta": "observe"}
	suite.decision.allowed with input as in_beta
		with data.microapp.settings.rules["retention-window"].rings as rings
	not suite.decision.allowed with input as too_long
		with data.microapp.settings.rules["retention-window"].rings as rings
}

test_what_was_switched_counts_before_what_was_set_up if {
	rule := "retention-window"
	suite.decision.allowed with input as object.union(too_long, {"modes": {rule: {"mode": "observe"}}})
	suite.decision.allowed with input as object.union(in_beta, {"modes": {rule: {"rings": {"beta": "warn"}}}})
	not suite.decision.allowed with input as object.union(too_long, {"modes": {rule: {"rings": {"beta": "warn"}}}})
	not suite.decision.allowed with input as object.union(in_beta, {"modes": {rule: {"mode": "enforce"}}})
		with data.microapp.settings.rules["retention-window"].mode as "observe"
}

test_a_ring_that_was_set_up_counts_before_a_switch_of_all if {
	modes := {"modes": {"retention-window": {"mode": "enforce"}}}
	suite.decision.allowed with input as object.union(in_beta, modes)
		with data.microapp.settings.rules["retention-window"].rings as {"beta": "observe"}
}

test_a_switch_that_nobody_knows_enforces if {
	every modes in [{"retention-window": {"mode": "off"}}, {"retention-window": "off"}] {
		not suite.decision.allowed with input as object.union(too_long, {"modes": modes})
	}
}

test_modes_that_are_none_are_malformed if {
	not suite.decision.allowed with input as object.union(too_long, {"modes": "off"})
}

test_a_mode_that_nobody_knows_enforces if {
	not suite.decision.allowed with input as too_long
		with data.microapp.settings.rules["retention-window"].mode as "off"
}

test_a_duty_of_an_observing_rule_is_no_duty if {
	decision := suite.decision with input as fixtures.at("retire")
		with data.microapp.settings.rules["data-disposition"].mode as "observe"
	count(decision.obligations) == 0
	decision.observations[0].mode == "observe"
}

test_a_duty_of_a_rule_that_speaks_up_is_one if {
	decision := suite.decision with input as fixtures.at("retire")
	decision.allowed
	decision.obligations[0].code == "data-disposition"
}

test_only_an_enforcing_rule_asks_for_an_approval if {
	document := fixtures.with_change("promote", "/registration/audience", "public")
	rule := object.union(data.microapp.settings.rules["external-sharing"], {"approvers": ["privacy"]})
	enforced := suite.decision with input as document
		with data.microapp.settings.rules["external-sharing"] as rule
	{duty.code | some duty in enforced.obligations} == {"external-sharing", "approval:privacy"}
	warned := suite.decision with input as document
		with data.microapp.settings.rules["external-sharing"] as object.union(rule, {"mode": "warn"})
	{duty.code | some duty in warned.obligations} == {"external-sharing"}
	{said.code | some said in warned.observations} == {"approval:privacy"}
}

test_company_rules_see_each_resource if {
	decision := suite.decision with input as fixtures.creating("storage_bucket", {"public": true})
	decision.violations == [{
		"code": "company-rule",
		"because": "Public buckets are not allowed for micro apps",
		"next": "Change what the message names, or ask your platform team",
	}]
}

test_company_rules_see_the_whole_request if {
	decision := suite.decision with input as object.union(
		fixtures.at("register"),
		{"resource": "storage_bucket", "props": {"public": true}},
	)
	decision.violations[0].code == "company-rule"
}

test_a_setting_that_is_missing_closes_the_gate if {
	every settings in [null, {}, {"rules": {}}, {"rules": {"retention-window": {"mode": "enforce", "maxDays": "90"}}}] {
		decision := suite.decision with input as fixtures.at("promote") with data.microapp.settings as settings
		not decision.allowed
		"settings-incomplete" in {violation.code | some violation in decision.violations}
	}
}
