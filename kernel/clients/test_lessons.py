"""The lessons run headless: every output's kind and content is asserted.

What a cell must show stands in notebooks/expect/NAME.json: for each code cell
a list of outputs {"kind", "mime", "text"}; text is a regular expression that
the whole plain text must match. Cells are told apart by their id.
"""

import copy
import json
import pathlib
import re
import subprocess
import sys

import nbclient
import nbformat
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
LESSONS = sorted(ROOT.glob("notebooks/*.ipynb"))


def plain(output):
    """The text of an output that its expectation is compared with."""
    if output.output_type == "stream":
        return output.text
    if output.output_type == "error":
        return f"{output.ename}: {output.evalue}"
    return "".join(output.data["text/plain"])


def kind(output):
    """stream outputs are told apart by their name."""
    return output.name if output.output_type == "stream" else output.output_type


def compare(notebook, expected):
    """Asserts the outputs of every code cell; returns how many were compared."""
    cells = [c for c in notebook.cells if c.cell_type == "code"]
    assert {c.id for c in cells} == set(expected), "expectations and code cells differ"
    seen = 0
    for number, cell in enumerate(cells, 1):
        want = expected[cell.id]
        got = [kind(o) for o in cell.outputs]
        shown = "\n".join(plain(o) for o in cell.outputs)
        assert got == [w["kind"] for w in want], f"cell {number} ({cell.id}):\n{cell.source}\n---\n{shown}"
        for output, w in zip(cell.outputs, want):
            assert re.fullmatch(w["text"], plain(output).strip("\n"), re.S), (
                f"cell {number} ({cell.id}) shows\n{plain(output)}\nwant\n{w['text']}"
            )
            for mime in w.get("mime", []):
                assert mime in output.data, f"cell {number} ({cell.id}) has no {mime}"
            seen += 1
    return seen


def unnumbered(output):
    """What an output shows, but for the cell's number, which counts up."""
    return kind(output), re.sub(r"In\[\d+\]", "In[n]", plain(output))


def expectations(path):
    return json.loads((path.parent / "expect" / f"{path.stem}.json").read_text())


def run(path, notebook, kernel=None):
    client = nbclient.NotebookClient(
        notebook,
        timeout=60,
        kernel_name="spawnlab",
        allow_errors=True,
        km=kernel,
        resources={"metadata": {"path": str(path.parent)}},
    )
    client.execute()
    return notebook


@pytest.mark.parametrize("path", LESSONS, ids=lambda p: p.stem)
def test_every_output(path):
    notebook = run(path, nbformat.read(path, as_version=4))
    assert compare(notebook, expectations(path)) > 0


@pytest.mark.parametrize("path", LESSONS, ids=lambda p: p.stem)
def test_twice_in_one_kernel(path):
    """Running all cells twice gives the same outputs."""
    notebook = nbformat.read(path, as_version=4)
    twice = copy.deepcopy(notebook)
    count = len(twice.cells)
    for cell in copy.deepcopy(notebook.cells):
        cell.id = cell.id + "-again"
        twice.cells.append(cell)
    run(path, twice)
    for first, second in zip(twice.cells[:count], twice.cells[count:]):
        if first.cell_type != "code":
            continue
        assert [unnumbered(o) for o in first.outputs] == [unnumbered(o) for o in second.outputs], first.source


@pytest.mark.parametrize("path", LESSONS, ids=lambda p: p.stem)
def test_nbconvert(path, tmp_path):
    subprocess.run(
        [sys.executable, "-m", "jupyter", "nbconvert", "--to", "notebook", "--execute", "--allow-errors",
         "--output-dir", str(tmp_path), "--output", "out.ipynb", str(path)],
        check=True, capture_output=True, timeout=180,
    )
    done = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    assert compare(done, expectations(path)) > 0


@pytest.mark.parametrize("path", LESSONS, ids=lambda p: p.stem)
def test_no_stderr(path):
    for cell in run(path, nbformat.read(path, as_version=4)).cells:
        for output in cell.get("outputs", []):
            assert kind(output) != "stderr", f"{cell.source}\n---\n{output.text}"
