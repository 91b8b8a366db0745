"""The PyTorch Dataset printed in README.md, run as it stands there."""

import re

import pytest

from conftest import ROOT

torch = pytest.importorskip(
    "torch",
    reason="PyTorch is not in requirements.txt: its x86-64 wheel brings gigabytes of CUDA libraries; "
    "'target/interop/venv/bin/pip install torch' adds it",
)


def test_the_dataset_of_the_readme_feeds_a_loader(release):
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    source = next(b for b in blocks if "torch" in b and "Dataset" in b)
    names = {}
    exec(compile(source, "README.md", "exec"), names)  # what a reader would paste
    kinds = [
        v for v in names.values()
        if isinstance(v, type) and issubclass(v, torch.utils.data.Dataset) and v is not torch.utils.data.Dataset
    ]
    dataset = kinds[0](str(release), "train")
    vectors, labels, *_ = next(iter(torch.utils.data.DataLoader(dataset, batch_size=8)))
    assert vectors.shape[0] == 8 and vectors.dtype == torch.float32 and labels.dtype == torch.int64
