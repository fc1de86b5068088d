"""The cache: as good as the pages, never instead of them."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

import opencc
import pytest

from glossaries import write, write_further
from zhengming import cache, glossary
from zhengming.glossary import Glossary


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "glossary")


def kept(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / cache.FOLDER).glob("*.json"))


def test_what_the_cache_gives_is_what_the_pages_say(tmp_path: Path, folder: Path) -> None:
    first = cache.load([folder], tmp_path)
    again = cache.load([folder], tmp_path)

    assert first == again == glossary.load([folder])
    assert list(again.concepts) == ["algorithm", "cyber-sovereignty"]
    assert len(again.concepts) == 2
    assert len(kept(tmp_path)) == 1


def test_a_cached_glossary_is_not_read_from_its_pages(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.load([folder], tmp_path)
    monkeypatch.delattr(glossary, "read")

    assert list(cache.load([folder], tmp_path).concepts) == ["algorithm", "cyber-sovereignty"]


def test_a_changed_page_is_read_again(tmp_path: Path, folder: Path) -> None:
    page = folder / "algorithm.md"
    cache.load([folder], tmp_path)
    before = page.stat()
    page.write_text(page.read_text(encoding="utf-8").replace("# 算法", "# 演算"), encoding="utf-8")
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert page.stat().st_size == before.st_size
    assert cache.load([folder], tmp_path).concepts["algorithm"].title == "演算"


@pytest.mark.fault
def test_what_was_read_while_pages_changed_is_not_kept(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = folder / "algorithm.md"
    old = page.read_text(encoding="utf-8")
    read = glossary.load

    def changed(folders: Iterable[Path]) -> Glossary:
        page.write_text(old.replace("# 算法", "# 演算"), encoding="utf-8")
        return read(folders)

    monkeypatch.setattr(glossary, "load", changed)
    cache.load([folder], tmp_path)
    monkeypatch.undo()
    page.write_text(old, encoding="utf-8")

    assert cache.load([folder], tmp_path).concepts["algorithm"].title == "算法"


@pytest.mark.fault
@pytest.mark.parametrize(
    "damage",
    [b"", b"{}", b"x\n[]", b"\xff", b"d\n[1]"],
    ids=["none", "json", "hash", "bytes", "d"],
)
def test_a_damaged_cache_is_made_again(tmp_path: Path, folder: Path, damage: bytes) -> None:
    whole = cache.load([folder], tmp_path)
    (path,) = kept(tmp_path)
    good = path.read_bytes()
    path.write_bytes(damage)

    assert cache.load([folder], tmp_path) == whole
    assert path.read_bytes() == good


@pytest.mark.fault
@pytest.mark.parametrize("content", ["[]", '["a"]\n{}', "[]\n{}\n[]", "[\n{}"])
def test_a_cache_of_another_shape_is_made_again(
    tmp_path: Path, folder: Path, content: str
) -> None:
    whole = cache.load([folder], tmp_path)
    (path,) = kept(tmp_path)
    good = path.read_bytes()
    digest = hashlib.blake2b(content.encode(), digest_size=16).hexdigest()
    path.write_text(f"{digest}\n{content}", encoding="utf-8")

    assert cache.load([folder], tmp_path) == whole
    assert path.read_bytes() == good


@pytest.mark.fault
def test_a_folder_that_cannot_be_written_does_not_matter(tmp_path: Path, folder: Path) -> None:
    (tmp_path / cache.FOLDER).write_text("a file in the way")

    assert cache.load([folder], tmp_path) == glossary.load([folder])


def test_old_caches_are_thrown_away(tmp_path: Path, folder: Path) -> None:
    page = folder / "algorithm.md"
    text = page.read_text(encoding="utf-8")
    for number in range(10):
        page.write_text(text + "\n" * number, encoding="utf-8")
        cache.load([folder], tmp_path)

    assert len(kept(tmp_path)) == 8


def test_a_glossary_with_a_further_one_has_a_cache_of_its_own(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    further = write_further(tmp_path / "further")
    cache.load([folder], tmp_path)

    first = cache.load([folder], tmp_path, [further])

    assert first == glossary.load([folder]).joined(glossary.load([further]))
    assert len(kept(tmp_path)) == 2
    with monkeypatch.context() as patch:
        patch.delattr(glossary, "read")
        assert cache.load([folder], tmp_path, [further]) == first
        assert list(cache.load([folder], tmp_path).concepts) == ["algorithm", "cyber-sovereignty"]
    page = further / "file.md"
    page.write_text(page.read_text(encoding="utf-8").replace("# 文件", "# 档"), encoding="utf-8")
    assert cache.load([folder], tmp_path, [further]).concepts["file"].title == "档"


def test_which_glossary_is_the_further_one_is_no_matter_of_pages(
    tmp_path: Path, folder: Path
) -> None:
    further = write_further(tmp_path / "further")

    assert "algorithm" in cache.load([folder], tmp_path, [further]).concepts
    assert "algorithm" not in cache.load([further], tmp_path, [folder]).concepts


def test_another_opencc_is_another_cache() -> None:
    assert opencc.__version__ in cache._opencc()
