"""The bundled model and what happens when a named model cannot be had."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from kb import embedding
from kb.embedding import BUNDLED, CannotEmbed, load, passage_text, unit

ROOT = Path(__file__).resolve().parents[2]


def nearest(question: str, passages: list[str]) -> str:
    model = load()
    scores = model.encode_passages(passages) @ model.encode_queries([question])[0]
    return passages[int(np.argmax(scores))]


PASSAGES = [
    "对建筑外墙、屋顶和门窗进行保温隔热，降低既有建筑的供暖和制冷能耗。",
    "在居住区和停车场建设充电基础设施，提高新能源汽车比重。",
    "规范生活垃圾投放、收集、运输，提高资源化利用率。",
    "推动规模化养殖场粪污处理设施建设，发展沼气和有机肥。",
    "排污单位弄虚作假、篡改监测数据的，责令改正，处以罚款。",
]


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("老房子怎么改更省电", 0),
        ("电车没地方充电怎么办", 1),
        ("家里的垃圾该怎么扔", 2),
        ("猪粪有什么用处", 3),
        ("工厂数据造假会怎样", 4),
    ],
)
def test_a_question_in_other_words_finds_its_passage(question: str, place: int) -> None:
    assert nearest(question, PASSAGES) == PASSAGES[place]


def test_traditional_and_simplified_spellings_have_the_same_vector() -> None:
    model = load()
    assert np.allclose(
        model.encode_queries(["新能源汽車與充電樁"]), model.encode_queries(["新能源汽车与充电桩"]), atol=1e-6
    )


def test_full_width_letters_and_figures_are_read_as_plain_ones() -> None:
    model = load()
    assert np.allclose(model.encode_queries(["ＰＭ２．５浓度"]), model.encode_queries(["pm2.5浓度"]), atol=1e-6)


def test_the_bundled_model_is_small() -> None:
    size = sum(path.stat().st_size for path in BUNDLED.rglob("*") if path.is_file())
    assert size <= 12_000_000


def test_a_name_is_taken_from_the_contents_of_the_bundled_model() -> None:
    assert load().name == load("bundled").name == load("  ").name
    assert load().name.startswith("bundled-")


@pytest.mark.parametrize("name", ["/no/such/folder", "../nirgends/hier/nicht", "模型", "a/b/c"])
def test_a_name_that_is_neither_folder_nor_hub_name_is_refused_with_a_remedy(name: str) -> None:
    with pytest.raises(CannotEmbed, match="POLICYKB_EMBEDDER 可以是"):
        load(name)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotEmbed, match="没有模型"):
        load(str(tmp_path))


def test_a_folder_whose_model_is_broken_is_refused_on_first_use(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("[{]", encoding="utf-8")
    model = load(str(tmp_path))
    with pytest.raises(CannotEmbed, match="无法载入向量模型"):
        model.encode_passages(["一"])


def test_a_hub_name_that_cannot_be_had_is_told_in_chinese() -> None:
    model = load("nobody/no-such-model")
    with pytest.raises(CannotEmbed, match="首次使用需联网下载"):
        model.encode_passages(["一"])


def test_the_bundled_model_never_asks_a_network() -> None:
    code = (
        "import socket, sys\n"
        "def refuse(*a, **k): raise AssertionError('network')\n"
        "socket.socket.connect = refuse\n"
        "from kb.embedding import load\n"
        "print(load().encode_passages(['一'] * 3000).shape)\n"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HF_")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-500:]
    assert done.stdout.startswith("(3000, ")


def test_questions_and_a_few_passages_do_not_wait_for_the_library() -> None:
    code = (
        "import sys\n"
        "from kb.embedding import load\n"
        "load().encode_queries(['老楼'])\n"
        "load().encode_passages(['既有建筑'] * 500)\n"
        "assert 'torch' not in sys.modules and 'sentence_transformers' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60, check=True)


def test_a_long_run_is_encoded_by_sentence_transformers() -> None:
    model = embedding.bundled(str(BUNDLED))
    model.encode_passages(["既有建筑"] * (embedding.FIRST + 1))
    assert "sentence_transformers" in sys.modules


def test_title_and_heading_go_with_the_words_of_a_passage() -> None:
    assert passage_text("题", "一、目标", "到2025年") == "题\n一、目标\n到2025年"
    assert passage_text("", "", "到2025年") == "到2025年"


def test_rows_of_zeros_stay_zero() -> None:
    rows = unit(np.array([[3.0, 4.0], [0.0, 0.0]], dtype=np.float32))
    assert rows.tolist() == [[pytest.approx(0.6), pytest.approx(0.8)], [0.0, 0.0]]


def test_bundled_files_are_missed_by_name(tmp_path: Path) -> None:
    with pytest.raises(CannotEmbed, match="自带模型的文件缺失"):
        embedding.bundled(str(tmp_path))
