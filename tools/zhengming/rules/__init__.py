"""The rules: a module each, and this tuple of them, in the order of `--list-rules`."""

from zhengming.finding import Rule
from zhengming.rules import deprecated_form, foreign_form

RULES: tuple[Rule, ...] = (
    deprecated_form.RULE,
    foreign_form.RULE,
)
