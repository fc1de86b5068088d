"""The page of a new concept, as far as its Simplified form gives it.

Nothing in it is a stand-in that could be published by mistake: what has to be filled in is empty,
and a check asks for it; only a missing domain keeps the glossary from being read.
"""

from __future__ import annotations

from zhengming.characters import converted
from zhengming.datafile import plain_scalar
from zhengming.examples import bracketed
from zhengming.glossary import REGIONS, SOURCE
from zhengming.text import Span

# Where the text of an example begins: behind the longest tag.
_COLUMN = 12


def derived(form: str) -> dict[str, str]:
    """Return the form of each region that has none of its own."""
    return {tag: converted(form, SOURCE, tag) for tag in REGIONS}


def skeleton(form: str, domain: str) -> str:
    """Return a page with the forms there are, and an example of each without a sentence."""
    regions = derived(form)
    commented = [f"  # {tag}: {plain_scalar(other)}" for tag, other in regions.items()]
    examples = [
        f"{tag}:".ljust(_COLUMN) + bracketed(other, [Span(0, len(other))])
        for tag, other in {SOURCE: form, **regions}.items()
    ]
    lines = [
        "---",
        "terms:",
        f"  {SOURCE}: {plain_scalar(form)}",
        "  # 去掉 # 写上：当地另有的说法（下面由简体转换），和英文",
        *commented,
        "  # en:",
        f"domain: {plain_scalar(domain) if domain else ''}".rstrip(),
        "---",
        "",
        f"# {form}",
        "",
        "```{examples}",
        *examples,
        "en:",
        "```",
        "",
    ]
    return "\n".join(lines)
