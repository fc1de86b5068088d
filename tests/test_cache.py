"""The cache: as good as the pages, never instead of them."""

from pathlib import Path

import pytest

from glossaries import write
from zhengming import cache, glossary


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "glossary")


def kept(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / cache.FOLDER).glob("*.json"))


def test_what_the_cache_gives_is_what_the_pages_say(tmp_path: Path, folder: Path) -> None:
    first = cache.load([folder], tmp_path)
    again = cache.load([folder], tmp_path)

    assert first == again == glossary.load([folder])
    assert len(kept(tmp_path)) == 1


def test_a_cached_glossary_is_not_read_from_its_pages(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.load([folder], tmp_path)
    monkeypatch.delattr(glossary, "read")

    assert list(cache.load([folder], tmp_path).concepts) == ["algorithm", "cyber-sovereignty"]


def test_a_changed_page_is_read_again(tmp_path: Path, folder: Path) -> None:
    cache.load([folder], tmp_path)
    page = folder / "algorithm.md"
    page.write_text(page.read_text(encoding="utf-8").replace("算法", "运算法"), encoding="utf-8")

    assert cache.load([folder], tmp_path).concepts["algorithm"].title == "运算法"


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


def test_a_cache_of_another_shape_is_made_again(tmp_path: Path, folder: Path) -> None:
    whole = cache.load([folder], tmp_path)
    (path,) = kept(tmp_path)
    content = '[{"id": "a"}]'
    path.write_text(f"{cache._digest(content)}\n{content}", encoding="utf-8")

    assert cache.load([folder], tmp_path) == whole


@pytest.mark.fault
def test_a_folder_that_cannot_be_written_does_not_matter(tmp_path: Path, folder: Path) -> None:
    (tmp_path / cache.FOLDER).write_text("a file in the way")

    assert cache.load([folder], tmp_path) == glossary.load([folder])


def test_old_caches_are_thrown_away(tmp_path: Path, folder: Path) -> None:
    page = folder / "algorithm.md"
    text = page.read_text(encoding="utf-8")
    for number in range(5):
        page.write_text(text + "\n" * number, encoding="utf-8")
        cache.load([folder], tmp_path)

    assert len(kept(tmp_path)) == 3
