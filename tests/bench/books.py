"""What a book costs beside XeLaTeX and Chromium: the pages of both texts, as one document.

The restored pages become a project with nothing of ours but the builder `typst`; with COUNT, each
is there as often as it takes for so many characters. Doctrees are read first; then the PDF is
made in each way, as whole processes. Peers that are not installed are left out.

    python tests/bench/books.py [COUNT]
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from languages import PLAIN
from running import Run, run, shown

ROOT = Path(__file__).parents[2]
TEXTS = ("white-paper", "article")
CONF = r"""
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent)]
project = "Book"
language = "zh_CN"
extensions = ["myst_parser", "plain"]
myst_enable_extensions = ["attrs_block", "colon_fence"]
suppress_warnings = ["myst", "ref"]
latex_engine = "xelatex"
latex_elements = {
    "fontpkg": r"\setmainfont{Noto Serif CJK SC}\setCJKmainfont{Noto Serif CJK SC}"
    r"\setsansfont{Noto Sans CJK SC}\setmonofont{Noto Sans Mono CJK SC}"
}
"""
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def write(root: Path, characters: int) -> int:
    """Write the project; return how many characters its pages have."""
    pages = [
        path
        for name in TEXTS
        for path in sorted((ROOT / "docs" / name).glob("*.md"))
        if path.stem not in ("apparatus", "witness", "index")
    ]
    names: list[str] = []
    total = 0
    while not names or total < characters:
        for path in pages:
            text = path.read_text(encoding="utf-8")
            total += len(text)
            names.append(f"p{len(names):03}")
            # Anchors of paragraphs are those of a page, so that they may come again.
            (root / f"{names[-1]}.md").write_text(text, encoding="utf-8")
    (root / "conf.py").write_text(CONF, encoding="utf-8")
    (root / "plain.py").write_text(PLAIN, encoding="utf-8")
    toctree = "\n".join(names)
    (root / "index.md").write_text(f"# Book\n\n```{{toctree}}\n{toctree}\n```\n", encoding="utf-8")
    return total


def sphinx(root: Path, builder: str) -> Run:
    """Run a builder over doctrees that are there."""
    command = [sys.executable, "-m", "sphinx", "-q", "-b", builder, "-d", "doctrees"]
    return run([*command, ".", builder], root)


def main(characters: int = 0) -> None:
    """Print what each way takes."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        total = write(root, characters)
        sphinx(root, "dummy")
        ours = sphinx(root, "typst")
        print(f"{total:,} characters")
        print(f"typst      {shown(ours)}  {_size(root / 'typst' / 'Book.pdf')}")
        if shutil.which("latexmk") and shutil.which("xelatex"):
            made = sphinx(root, "latex")
            (source,) = (root / "latex").glob("*.tex")
            command = ["latexmk", "-xelatex", "-interaction=nonstopmode", "-f", source.name]
            set_ = run(command, root / "latex")
            both = Run(made.cpu + set_.cpu, made.wall + set_.wall, max(made.peak, set_.peak), "")
            print(f"xelatex    {shown(both)}  {_size(source.with_suffix('.pdf'))}")
        browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
        if browser:
            made = sphinx(root, "singlehtml")
            page = (root / "singlehtml" / "index.html").as_uri()
            options = ["--headless", "--no-sandbox", "--disable-gpu", "--print-to-pdf=book.pdf"]
            printed = run([browser, *options, page], root)
            wall = made.wall + printed.wall
            both = Run(made.cpu + printed.cpu, wall, max(made.peak, printed.peak), "")
            print(f"chromium   {shown(both)}  {_size(root / 'book.pdf')}")


def _size(path: Path) -> str:
    return f"{path.stat().st_size / 1e6:.1f} MB" if path.is_file() else "no file"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
