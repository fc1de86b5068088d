"""The rules: a module each, and this tuple of them, in the order of `--list-rules`."""

from zhengming.finding import Rule
from zhengming.rules import (
    deprecated_form,
    foreign_form,
    half_width,
    markup_lost,
    missing_term,
    mojibake,
    number,
    one_to_many,
    other_block,
    script_leak,
    two_renderings,
    unknown_concept,
    unlinked_concept,
    unpaired,
)

RULES: tuple[Rule, ...] = (
    deprecated_form.RULE,
    foreign_form.RULE,
    two_renderings.RULE,
    unknown_concept.RULE,
    unlinked_concept.RULE,
    script_leak.RULE,
    one_to_many.RULE,
    mojibake.RULE,
    unpaired.RULE,
    half_width.RULE,
    missing_term.RULE,
    number.RULE,
    markup_lost.RULE,
    other_block.RULE,
)
