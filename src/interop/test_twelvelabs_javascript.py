"""TwelveLabs' own JavaScript SDK, pointed at `sluice emulate`: javascript/smoke.mjs in Node."""

import shutil

import pytest

from conftest import ROOT, command, emulator, served_clips

HOME = ROOT / "target/interop/javascript"


@pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")
@pytest.mark.skipif(not (HOME / "node_modules/twelvelabs-js").is_dir(), reason="twelvelabs-js is not installed")
def test_the_whole_sequence_passes():
    shutil.copy(ROOT / "src/interop/javascript/smoke.mjs", HOME)
    with emulator() as server, served_clips() as clips:
        ran = command("node", HOME / "smoke.mjs", server.url, ROOT / "jobs/demo/clips", clips)
    print(ran.out)
    assert ran.code == 0, str(ran)
    assert len(ran.lines("^ok ")) == 15
