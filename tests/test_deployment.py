"""What an operator copies: units, web servers, containers, the list of changes. Checked by their own tools where they are."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from configparser import ConfigParser
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
SETTINGS = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
sys.path.insert(0, str(ROOT / "tools"))
import changelog  # noqa: E402 - a tool beside the package


def read(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(path.name for path in DEPLOY.iterdir()))
def test_every_setting_that_is_set_exists(name: str) -> None:
    named = set(re.findall(r"\bNEISSE_[A-Z_]+\b|\bDATABASE_URL\b", read(name)))
    assert {setting for setting in named if f"`{setting}`" not in SETTINGS} == set()


def test_the_web_servers_lead_to_where_the_unit_listens() -> None:
    (port,) = re.findall(r"ExecStart=.* run --host 127\.0\.0\.1 --port (\d+)", read("neisse.service"))
    for name in ("Caddyfile", "nginx.conf"):
        assert f"127.0.0.1:{port}" in read(name)
    assert "NEISSE_PROXIES=127.0.0.1\n" in read("neisse.env")


def test_the_unit_is_one(tmp_path: Path) -> None:
    """Sections and keys as systemd has them; by its own tool too, where the machine has it."""
    found = ConfigParser(strict=False, interpolation=None)
    found.read_string(read("neisse.service"))
    assert found.sections() == ["Unit", "Service", "Install"]
    assert found["Service"]["EnvironmentFile"] == "/etc/neisse.env"
    if shutil.which("systemd-analyze"):
        unit = tmp_path / "neisse.service"
        here = read("neisse.service").replace("/opt/neisse/.venv/bin/neisse", sys.executable)
        unit.write_text(here.replace("User=neisse\nGroup=neisse\n", ""), encoding="utf-8")
        done = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", str(unit)], capture_output=True, text=True, check=False
        )
        assert [line for line in done.stderr.splitlines() if "neisse.service" in line] == []


def test_the_image_is_built_of_what_is_there() -> None:
    text = read("Containerfile").replace("\\\n", " ")
    words = {line.split()[0] for line in text.splitlines() if line and not line.startswith("#")}
    assert words <= {
        "FROM",
        "WORKDIR",
        "COPY",
        "RUN",
        "ENV",
        "USER",
        "VOLUME",
        "EXPOSE",
        "HEALTHCHECK",
        "CMD",
    }
    assert text.index("\nUSER neisse") < text.index("\nCMD [")
    left_out = (ROOT / ".containerignore").read_text(encoding="utf-8").split()
    needed = ["src", "examples", "pyproject.toml", "uv.lock", "README.md", "LICENSE"]
    assert [name for name in needed if name in left_out or not (ROOT / name).exists()] == []
    versions = set(re.findall(r"python:(\d+\.\d+)-slim", text))
    assert len(versions) == 1
    assert f"Programming Language :: Python :: {versions.pop()}" in (ROOT / "pyproject.toml").read_text(
        encoding="utf-8"
    )


def test_the_services_belong_together() -> None:
    found = yaml.safe_load(read("compose.yaml"))
    services, ours = found["services"], found["services"]["neisse"]
    assert set(ours["depends_on"]) <= services.keys()
    assert (DEPLOY / ours["env_file"]).is_file()
    assert (DEPLOY / ours["build"]["context"] / ours["build"]["dockerfile"]).is_file()
    used = {volume.split(":")[0] for s in services.values() for volume in s.get("volumes", [])}
    assert used == found["volumes"].keys()
    (subnet,) = [c["subnet"] for c in found["networks"]["inside"]["ipam"]["config"]]
    assert ours["environment"]["NEISSE_PROXIES"] == subnet


def test_changes_are_files_that_become_a_section(tmp_path: Path) -> None:
    assert changelog.fragments(ROOT / "changes") is not None
    (tmp_path / "doors.security.md").write_text("One.\n")
    (tmp_path / "b.added.md").write_text("Two\nlines.\n")
    text = changelog.section("1.2.0", "2026-11-28", changelog.fragments(tmp_path))
    assert text == "## 1.2.0 (2026-11-28)\n\n### Security\n\n- One.\n\n### Added\n\n- Two lines.\n"
    (tmp_path / "c.other.md").write_text("Three.")
    with pytest.raises(ValueError, match=r"c\.other\.md"):
        changelog.fragments(tmp_path)


def test_how_long_things_are_kept_is_as_the_checklist_says() -> None:
    from neisse.web.accounts.actions.retention import SIGN_INS_KEPT
    from neisse.web.core.actions.mail.outbox import KEPT

    page = (ROOT / "docs" / "how-to" / "data-protection.md").read_text(encoding="utf-8")
    for row, kept in (("attempts to sign in", SIGN_INS_KEPT), ("mails that were sent", KEPT)):
        (line,) = [line for line in page.splitlines() if line.startswith(f"| {row}")]
        assert timedelta(days=int(re.search(r"(\d+) days", line)[1])) == kept  # type: ignore[index]
