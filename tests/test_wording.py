"""Every word that lives in evaluation/wording is said somewhere: one that nobody says goes on being read and corrected."""

import ast
from pathlib import Path

import evaluation

PACKAGE = Path(evaluation.__file__).parent
SOURCES = [*PACKAGE.rglob("*.py"), *(PACKAGE.parent / "pages").glob("*.py"), PACKAGE.parent / "app.py"]


def test_no_word_is_left_that_nobody_says():
    kept, said = set(), set()
    for path in SOURCES:
        nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
        if path.parent.name == "wording":
            names = [node for node in nodes if isinstance(node, ast.Name)]
            kept |= {(path.stem, node.id) for node in names if isinstance(node.ctx, ast.Store) and node.id.isupper()}
            said |= {(path.stem, node.id) for node in names if isinstance(node.ctx, ast.Load)}
        imports = [node for node in nodes if isinstance(node, ast.ImportFrom) and node.module]
        modules = {
            name.asname or name.name: name.name
            for node in imports if node.module == "evaluation.wording"
            for name in node.names
        }  # fmt: skip
        said |= {
            (node.module.rpartition(".")[2], name.name)
            for node in imports if node.module.startswith("evaluation.wording.")
            for name in node.names
        }  # fmt: skip
        said |= {
            (modules[node.value.id], node.attr)
            for node in nodes
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules
        }
    assert len(kept) > 1000
    assert sorted(kept - said) == []
