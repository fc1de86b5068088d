"""A catalog for tests."""

from pathlib import Path

from zhengming.catalog import Catalog, parse

HEADER = r"""msgid ""
msgstr ""
"Project-Id-Version: a\n"
"PO-Revision-Date: 2024-05-01 10:00+0800\n"
"Last-Translator: a <a@example.org>\n"
"Language-Team: a <a@example.org>\n"
"Language: zh_TW\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=1; plural=0;\n"

"""
GOOD = 'msgid "甲"\nmsgstr "乙"\n'


def catalog(body: str) -> Catalog:
    """Return the catalog with this after its header."""
    return parse(Path("a.po"), (HEADER + body).encode())


def write(folder: Path, name: str, body: str) -> Path:
    """Write a catalog into a folder of a project; return its path."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + body, encoding="utf-8")
    return path
