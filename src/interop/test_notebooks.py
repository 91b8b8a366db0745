"""The notebooks run from start to end against the demo's warehouse, in Jupyter's own kernel."""

import pytest

from conftest import ROOT

for module in ("nbclient", "nbformat", "ipykernel", "deltalake", "duckdb", "pandas", "pyarrow", "sklearn"):
    pytest.importorskip(module, reason=f"{module} is not installed")

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def test_there_are_three():
    assert len(NOTEBOOKS) == 3


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_from_start_to_end(path, demo, release, monkeypatch):
    import nbformat
    from nbclient import NotebookClient

    monkeypatch.setenv("SLUICE_WAREHOUSE", str(demo.warehouse))
    monkeypatch.setenv("SLUICE_RELEASE", str(release))
    before = {f: f.stat().st_mtime_ns for f in demo.warehouse.rglob("*") if f.is_file()}
    notebook = nbformat.read(path, as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells), "outputs are not committed"
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(path.parent)}}).execute()
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in code)
    last = code[-1].outputs[0]
    print(f"{path.name}: {len(code)} cells; last: {last.get('text', '').strip() or 'a table'}")
    assert {f: f.stat().st_mtime_ns for f in demo.warehouse.rglob("*") if f.is_file()} == before, "it only reads"
