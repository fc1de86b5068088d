"""Values for scripts: each in a file, rewritten only when it is another, removed with its page."""

from pathlib import Path

from sites import built, given, write_project
from zhengming.sphinx import data


def test_a_value_names_its_language_and_itself(tmp_path: Path) -> None:
    with built(write_project(tmp_path), language="zh_TW") as app:
        data.write(app, "pages/docs/index", {"a": "</script>\u2028「」"})
        script = Path(app.outdir, "_data", "pages", "docs", "index.js").read_text("utf-8")

    assert script.startswith('zhengming.give(["zh-tw", "pages/docs/index"], ')
    assert given(script) == {"a": "</script>\u2028「」"}


def test_the_same_value_is_not_written_again(tmp_path: Path) -> None:
    with built(write_project(tmp_path)) as app:
        path = Path(app.outdir, "_data", "some.js")
        data.write(app, "some", [1])
        before = path.stat().st_mtime_ns
        data.write(app, "some", [1])
        same = path.stat().st_mtime_ns
        data.write(app, "some", [2])

    assert same == before
    assert given(path.read_text("utf-8")) == [2]


def test_values_of_pages_that_are_gone_are_removed(tmp_path: Path) -> None:
    with built(write_project(tmp_path)) as app:
        for name in ("pages/a", "pages/docs/b", "other"):
            data.write(app, name, 1)
        data.prune(app, "pages", {"pages/a"})
        left = sorted(
            path.relative_to(Path(app.outdir, "_data")).as_posix()
            for path in Path(app.outdir, "_data").rglob("*.js")
        )

    assert left == ["concepts.js", "other.js", "pages/a.js"]
