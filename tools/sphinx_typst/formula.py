"""LaTeX formulas as calls of Typst's math functions, by way of MathML.

latex2mathml reads LaTeX; what it returns is a tree, so that every letter of a formula can be a
string literal. Converters from LaTeX to Typst write code instead, which a formula could abuse.
"""

from __future__ import annotations

from xml.etree import ElementTree

from sphinx_typst.literal import quote

# What MathML sets above a base, and the combining character that names it to Typst.
_ACCENTS = {
    "^": "\u0302",
    "\u02c6": "\u0302",
    "~": "\u0303",
    "\u02dc": "\u0303",
    "\u00af": "\u0304",
    "\u02c9": "\u0304",
    "\u02d9": "\u0307",
    "\u00a8": "\u0308",
    "\u02c7": "\u030c",
    "\u02d8": "\u0306",
    "\u00b4": "\u0301",
    "`": "\u0300",
    "\u2192": "\u20d7",
}
_OVERLINES = {"\u2015", "\u203e", "\u2500"}
_CLASSES = {"mrow", "math", "mstyle", "mpadded"}


class Unsupported(ValueError):
    """A formula that cannot be set; the message says which part of it."""


def formula(latex: str) -> str:
    """Return Typst code, a body for `math.equation`.

    Raises `Unsupported` for what latex2mathml does not know or this module cannot set.
    """
    from latex2mathml.converter import convert  # slow to import; most books have no formulas

    try:
        root = ElementTree.fromstring(convert(latex).replace("&</", "&amp;</"))
    except Exception as error:  # it raises a class of its own for every mistake, and others
        raise Unsupported(f"{type(error).__name__} {error}".strip()) from error
    return _block(root)


def _block(element: ElementTree.Element) -> str:
    parts = [_element(child) for child in element]
    if len(parts) == 1:
        return parts[0]
    inner = "{" + "; ".join(parts) + "}"
    first = element[0] if len(element) else None
    if first is not None and first.get("fence") == "true" and first.get("form") == "prefix":
        return f"math.lr({inner})"
    return inner


def _symbol(text: str) -> str:
    return f"sym({quote(text)})" if len(text) == 1 else f"text({quote(text)})"


def _element(element: ElementTree.Element) -> str:
    tag = element.tag.rpartition("}")[2]
    text = element.text or ""
    if tag in _CLASSES:
        return _block(element)
    if tag in {"mi", "mo", "mn"}:
        return _token(tag, text, element)
    if tag in {"mtext", "ms"}:
        return f"text({quote(text)})"
    if tag == "mspace":
        if element.get("linebreak") == "newline":
            return "linebreak()"
        return f"h({_width(element.get('width', '0em'))}em)"
    if tag == "mtable":
        rows = ["(" + "".join(f"{_block(cell)}, " for cell in row) + ")" for row in element]
        return f"math.mat(delim: none, {', '.join(rows)})"
    return _structure(tag, element)


def _token(tag: str, text: str, element: ElementTree.Element) -> str:
    if text == "&":
        return "align-point"
    if text.startswith("\\"):
        raise Unsupported(f"{text} is not known")
    if not text or text in "\u2061\u2062\u2063":  # invisible signs of MathML
        return "none"
    if tag == "mi" and len(text) > 1:
        return f"math.op({quote(text)})"
    if tag == "mn":
        return f"text({quote(text)})"
    symbol = _symbol(text)
    return f"math.upright({symbol})" if element.get("mathvariant") == "normal" else symbol


def _width(text: str) -> float:
    try:
        return float(text.removesuffix("em"))
    except ValueError as error:
        raise Unsupported(f"a space of {text}") from error


def _structure(tag: str, element: ElementTree.Element) -> str:
    parts = [_element(child) for child in element]
    match tag, parts:
        case "mfrac", [above, below]:
            if element.get("linethickness") == "0":
                return f"math.vec(delim: none, {above}, {below})"
            return f"math.frac({above}, {below})"
        case "msqrt", _:
            return "math.sqrt({" + "; ".join(parts) + "})"
        case "mroot", [base, index]:
            return f"math.root({index}, {base})"
        case "msup", [base, top]:
            return f"math.attach({base}, t: {top})"
        case "msub", [base, bottom]:
            return f"math.attach({base}, b: {bottom})"
        case (("msubsup" | "munderover"), [base, bottom, top]):
            return f"math.attach({base}, b: {bottom}, t: {top})"
        case "mover", [base, top]:
            return _over(base, top, element[1].text or "")
        case "munder", [base, bottom]:
            if (element[1].text or "") in {*_OVERLINES, "\u0332", "_"}:
                return f"math.underline({base})"
            return f"math.attach(math.limits({base}), b: {bottom})"
        case "mphantom", _:
            return "hide({" + "; ".join(parts) + "})"
    raise Unsupported(f"{tag} cannot be set")


def _over(base: str, top: str, sign: str) -> str:
    if sign in _OVERLINES:
        return f"math.overline({base})"
    if sign in _ACCENTS:
        return f"math.accent({base}, {quote(_ACCENTS[sign])})"
    return f"math.attach(math.limits({base}), t: {top})"
