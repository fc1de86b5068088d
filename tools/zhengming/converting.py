"""The command `zhengming convert`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from zhengming import project, words
from zhengming.boundaries import word_list
from zhengming.checking import Contexts, Unusable, fail, opened, shown
from zhengming.config import Config
from zhengming.convert import Converter
from zhengming.datafile import DataError, decode
from zhengming.finding import Document
from zhengming.glossary import SOURCE
from zhengming.languages import LOCALES, tag
from zhengming.script import UnfitError
from zhengming.text import line_column


def run(options: argparse.Namespace) -> int:
    """Write a text converted to standard output; return 0, or 1 if it was in both scripts.

    Return 2 if it could not be read; then nothing is written.
    """
    tags: dict[str, str] = {}
    for name in (options.target, options.source):
        if name and (known := tag(name)) and known != "en":
            tags[name] = known
        elif name:
            chinese = ", ".join((*(each for each in LOCALES if each != "en"), "zh-Hant"))
            return fail(f"language {name!r}; expected one of {chinese}")
    if options.file.suffix == ".po":
        return fail(f"{options.file}: a catalog; expected a text, or `zhengming prefill`")
    try:
        settings, context = opened()
        document = _document(settings, options)
        target = tags[options.target]
        source = tags.get(options.source) or _source(document, target)
        context = Contexts(settings, context).of(document.name)
        converter = Converter(context.glossary, source, target, guard=options.guard)
        converted = converter.document(document)
    except Unusable as error:
        return fail(str(error))
    except OSError as error:
        return fail(f"{shown(str(error.filename))}: {error.strerror}")
    except DataError as error:
        return fail(shown(str(error)))
    except UnfitError as error:
        place = "{}:{}".format(*line_column(document.text, error.offset))
        there = f"character U+{ord(error.sign):04X}"
        return fail(f"{document.name}:{place}: {there}; expected text without it")
    except ValueError as error:
        return fail(str(error))
    sys.stdout.flush()
    sys.stdout.buffer.write(converted.text.encode())
    for start, _end in converted.kept:
        _say(document, start, f"in the script of {target}; left as it is")
    for start, end in converted.mixed:
        sign = document.text[start:end]
        _say(document, start, f"{sign!r} of {target} in a paragraph of {source}")
    if options.report:
        installed = words.installed()
        known_words = words.load(installed) if installed else word_list()
        for found in converter.crossings(document, known_words):
            around = "|".join(found.words)
            _say(document, found.span.start, f"{found.form} → {found.target} in {around}")
    return 1 if converted.mixed else 0


def _document(settings: Config, options: argparse.Namespace) -> Document:
    """Return the file that is asked for, or what standard input holds."""
    if options.file != Path("-"):
        document = project.document(settings, options.file)
    else:
        text = decode(Path("<stdin>"), sys.stdin.buffer.read())
        document = Document("<stdin>", text, SOURCE)
    markup = options.markup or document.markup
    return Document(document.name, document.text, document.language, markup)


def _source(document: Document, target: str) -> str:
    """Return the language of a text that nobody named."""
    if target != SOURCE:
        return SOURCE
    return document.language if document.language.startswith("zh-Hant") else "zh-Hant"


def _say(document: Document, offset: int, message: str) -> None:
    place = "{}:{}".format(*line_column(document.text, offset))
    print(f"{document.name}:{place}: {message}", file=sys.stderr)
