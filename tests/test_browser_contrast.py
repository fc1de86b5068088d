"""Contrast that axe cannot judge: text over lines and in charts, signs, underlines, shapes."""

from collections import Counter
from typing import Literal

import pytest
from playwright.sync_api import Browser, ViewportSize

from browsing import visited

pytestmark = pytest.mark.browser

WIDE = ViewportSize(width=1280, height=800)
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
# Text wants 4.5 to 1 and what is drawn 3 to 1: WCAG 2.2, 1.4.3 and 1.4.11.
PAGES = [
    "docs/white-paper/chapter-1.html?with=en&apparatus",
    "docs/white-paper/chapter-1.html?with=witness",
    "docs/white-paper/chapter-4.html",
    "docs/article/apparatus.html",
    "docs/reference/translations.html",
    "docs/reference/usage.html",
    "glossary/cyber-sovereignty.html",
]
# Colours are painted over one another on a canvas, so that each way to write one is understood.
JUDGE = """() => {
    const paint = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const found = new Map();

    function painted(layers) {
        paint.globalAlpha = 1;
        paint.fillStyle = "white";
        paint.fillRect(0, 0, 1, 1);
        for (const [colour, opacity] of layers) {
            paint.globalAlpha = opacity;
            paint.fillStyle = colour;
            paint.fillRect(0, 0, 1, 1);
        }
        return [...paint.getImageData(0, 0, 1, 1).data].slice(0, 3);
    }

    function luminance(rgb) {
        const [r, g, b] = rgb.map((each) => each / 255).map(
            (each) => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    }

    /* What is behind an element, from the page to itself, and how opaque it is. */
    function behind(node) {
        const layers = [];
        let opacity = 1;
        const chain = [];
        for (let each = node; each; each = each.parentElement) chain.unshift(each);
        for (const each of chain) {
            const style = getComputedStyle(each);
            opacity *= style.opacity;
            layers.push([style.backgroundColor, opacity]);
        }
        return [layers, opacity];
    }

    function judge(node, what, colour, wanted, times = 1) {
        const [layers, opacity] = behind(node);
        const [low, high] = [layers, [...layers, [colour, opacity * times]]].map(
            (each) => luminance(painted(each)) + 0.05).sort((a, b) => a - b);
        if (high / low >= wanted) return;
        const name = `${what} ${node.localName}.${node.getAttribute("class") ?? ""} ${colour}`;
        if (!found.has(name)) found.set(name, (high / low).toFixed(2));
    }

    function isShown(node) {
        return node.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    }

    const seen = { texts: 0, signs: 0, lines: 0, shapes: 0 };

    function text(node, style) {
        const own = [...node.childNodes].some((each) => each.nodeType === 3 && each.data.trim());
        if (!own || node.matches(":disabled, option, script")) return;
        seen.texts += 1;
        const isChart = node.matches("svg *");
        const ink = isChart ? [style.fill, style.fillOpacity] : [style.color, 1];
        judge(node, "text", ink[0], 4.5, ink[1]);
    }

    function signs(node) {
        for (const side of ["::before", "::after"]) {
            const style = getComputedStyle(node, side);
            if (["none", "normal", '""'].includes(style.content)) continue;
            seen.signs += 1;
            judge(node, side, style.color, 4.5, style.opacity);
        }
    }

    function lines(node, style) {
        if (style.textDecorationLine.includes("underline")) {
            seen.lines += 1;
            judge(node, "underline", style.textDecorationColor, 3);
        }
        const ink = style.backgroundImage.match(/gradient\\((?:90deg, )?(.*?\\)|#\\w+)/)?.[1];
        if (ink) {
            seen.lines += 1;
            judge(node, "mark", ink, 3);
        }
    }

    function shapes(node, style) {
        /* Shades behind other things, and areas to point at, are not there to be seen. */
        if (!node.matches("article svg :is(rect, circle, path, line)")) return;
        if (node.matches(".zm-shade, .zm-area, .zm-untranslated")) return;
        seen.shapes += 1;
        const line = [style.stroke, style.strokeOpacity];
        const [colour, opacity] = style.stroke !== "none" ? line : [style.fill, style.fillOpacity];
        judge(node, "shape", colour, 3, opacity);
    }

    for (const node of document.body.querySelectorAll("*")) {
        if (!isShown(node)) continue;
        const style = getComputedStyle(node);
        for (const each of [text, signs, lines, shapes]) each(node, style);
    }
    return { found: Object.fromEntries(found), seen };
}"""


def test_what_axe_cannot_judge_has_enough_contrast(browser: Browser, languages: str) -> None:
    context = browser.new_context(viewport=WIDE, reduced_motion="reduce")
    wrong: dict[str, str] = {}
    seen: Counter[str] = Counter()

    for name in PAGES:
        page = context.new_page()
        page.goto(f"{languages}/zh-cn/{name}")
        page.wait_for_selector(":root:not([data-opening])", state="attached")
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.wait_for_selector(f":root.{scheme}")
            result = page.evaluate(JUDGE)
            wrong |= {f"{scheme} {name} {what}": low for what, low in result["found"].items()}
            seen.update(result["seen"])
        page.close()
    context.close()

    assert {each for each, count in seen.items() if count > 200} == {*seen}
    assert wrong == {}


def test_too_little_contrast_is_noticed(browser: Browser, languages: str) -> None:
    context = browser.new_context(viewport=WIDE, color_scheme="light")
    page, _wrong = visited(context, f"{languages}/zh-cn/glossary/cyber-sovereignty.html")

    page.eval_on_selector("article h1", "node => { node.style.color = '#888'; }")
    page.eval_on_selector("a.zm-concept", "node => { node.style.textDecorationColor = '#ccc'; }")
    page.eval_on_selector("article circle", "node => { node.style.fill = '#aaa'; }")
    found = page.evaluate(JUDGE)["found"]
    context.close()

    assert found == {
        "text h1. rgb(136, 136, 136)": "3.54",
        "underline a.zm-concept reference internal rgb(204, 204, 204)": "1.61",
        "shape circle. rgb(170, 170, 170)": "2.32",
    }
