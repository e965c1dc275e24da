package microapp.lib_test

import data.microapp.lib

test_classes_are_ranked if {
	lib.class_rank("public") == 0
	lib.class_rank("regulated") == 3
}

test_a_class_that_nobody_knows_ranks_highest if lib.class_rank("secret") == 3

test_a_control_is_covered_by_being_required_or_proved if {
	document := {
		"requiredControls": ["a"],
		"findings": [{"controlId": "b", "state": "satisfied"}, {"controlId": "c", "state": "unknown"}],
	}
	lib.uncovered(["a", "b", "c"], document) == {"c"}
}

test_one_is_taken_for_a_list_of_one if {
	lib.listed("a") == ["a"]
	lib.listed(["a"]) == ["a"]
}

test_a_value_becomes_text if {
	lib.text("a") == "a"
	lib.text(1.5) == "1.5"
	lib.text(true) == "true"
	lib.text(null) == "null"
	lib.text([1]) == "(a list)"
	lib.text({"a": 1}) == "(an object)"
	lib.text({1}) == "(a set)"
}
