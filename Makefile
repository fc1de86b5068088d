# Everything here also works without make: see README.md.
# Only relative paths, because the directory may have spaces in its name.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python -m

# An environment is current while its stamp carries this key: a checksum of what it was
# made from, and of where it is, for an editable install does not survive a move.
KEY := $(shell { pwd; cat tools/lock/html.txt tools/lock/pdf.txt tools/lock/dev.txt pyproject.toml; } | cksum | cut -d' ' -f1)
DEV := $(VENV)/dev-$(KEY)
# What dev.txt installs includes what pdf.txt does, and that what html.txt does.
PDF := $(or $(wildcard $(DEV)),$(VENV)/pdf-$(KEY))
HTML := $(or $(wildcard $(PDF)),$(VENV)/html-$(KEY))

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help html pdf latexpdf gettext interface test lint types restore lock clean
.NOTPARALLEL:
.DEFAULT_GOAL := help

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

html: $(HTML) _build/code ## build the site in _build/html; BASE_URL=https://… if it is public
	@echo "Checking that the restored pages are up to date"
	@$(RUN) zhengming restore --check
	@echo "Checking the terms"
	@$(RUN) zhengming check
	@echo "Building the site"
	@$(RUN) zhengming.sphinx -nW --keep-going -q
	@echo "Open _build/html/index.html"

pdf: $(PDF) _build/code ## set the books, and the site with links to them
	@echo "Setting the books"
	@$(RUN) zhengming.sphinx -b typst -nW --keep-going -q
	@$(MAKE) --no-print-directory html

LANGUAGE ?= zh_CN
latexpdf: $(HTML) _build/code ## the same with TeX, if it is installed; LANGUAGE=zh_TW, zh_HK or en
	@$(RUN) sphinx -M latexpdf . _build/latex/$(LANGUAGE) -D language=$(LANGUAGE) \
		-d _build/doctrees/latex-$(LANGUAGE) -q

gettext: $(HTML) _build/code ## write the messages that translators translate in _build/gettext
	@$(RUN) sphinx -nW --keep-going -q -b gettext . _build/gettext \
		|| { rm -rf _build/gettext; exit 1; }
	@echo "Next: $(VENV)/bin/sphinx-intl update -p _build/gettext -w 0 -l LANGUAGE"

interface: $(HTML) ## put new words of the site itself into its catalogs
	@mkdir -p _build
	@$(VENV)/bin/pybabel -q extract -k _n:1,1 --no-location --no-wrap \
		--project=zhengming --version=interface -o _build/zhengming.pot tools/zhengming/sphinx
	@$(VENV)/bin/pybabel -q update --no-wrap --ignore-obsolete --ignore-pot-creation-date \
		-D zhengming -i _build/zhengming.pot -d tools/zhengming/sphinx/locale

test: $(DEV) ## run the tests
	@$(RUN) pytest -rs

lint: $(DEV) ## run ruff over code and formatting
	@$(RUN) ruff check
	@$(RUN) ruff format --check

types: $(DEV) ## run mypy
	@$(RUN) mypy

restore: $(HTML) ## write the restored pages and the apparatus again
	@$(RUN) zhengming restore

# Sphinx reads every page again when the configuration changes, but not when our code does,
# or what it reads: its data, and the words of the site itself.
_build/code: $(wildcard tools/*/*.py tools/*/*/*.py tools/*/data/* tools/*/sphinx/locale/*/*/*.po)
	@rm -rf _build/doctrees _build/gettext
	@mkdir -p _build
	@touch $@

$(DEV): LOCK = tools/lock/dev.txt
$(VENV)/pdf-$(KEY): LOCK = tools/lock/pdf.txt
$(VENV)/html-$(KEY): LOCK = tools/lock/html.txt
$(DEV) $(VENV)/pdf-$(KEY) $(VENV)/html-$(KEY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$(PYTHON) is missing or older than Python 3.11;" \
			"name another one: make $(MAKECMDGOALS) PYTHON=python3.11" >&2; exit 1; }
# pip is asked for too: where venv is half installed, it leaves an environment without it.
	@$(VENV)/bin/python -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Making $(VENV)"; $(PYTHON) -m venv --clear $(VENV); }
	@echo "Installing $(LOCK) into $(VENV)"
	@$(RUN) pip install -qq --require-hashes -r $(LOCK)
	@$(RUN) pip install -qq --no-deps --no-build-isolation -e .
	@rm -f $(VENV)/html-[0-9]* $(VENV)/pdf-[0-9]* $(VENV)/dev-[0-9]*
	@touch $@

# uv alone resolves for all systems and Pythons at once. It has an environment of its own,
# so that the locks can be mended when they cannot be installed. Extras stay in the locks: without
# them, older pips look for the newest coverage[toml], which no lock knows once it moves on.
UV = _build/uv/bin/uv
COMPILE = $(UV) pip compile -q pyproject.toml --group build --universal --python-version 3.11 \
	--fork-strategy fewest --generate-hashes --no-strip-extras --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links $(ARGS)

lock: $(UV) ## refresh tools/lock; ARGS=--upgrade moves every version
	@$(COMPILE) --extra dev -o tools/lock/dev.txt
	@$(COMPILE) --extra docs --extra pdf -c tools/lock/dev.txt -o tools/lock/pdf.txt
	@$(COMPILE) --extra docs -c tools/lock/dev.txt -o tools/lock/html.txt
	@echo "Wrote tools/lock/dev.txt, tools/lock/pdf.txt and tools/lock/html.txt"

_build/uv/bin/uv:
	@$(PYTHON) -m venv --clear _build/uv
	@_build/uv/bin/python -m pip install -qq 'uv>=0.9'

clean: ## remove .venv, _build and caches
	@rm -rf $(VENV) _build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage htmlcov
	@find . -name .git -prune -o -name __pycache__ -prune -exec rm -rf {} +
