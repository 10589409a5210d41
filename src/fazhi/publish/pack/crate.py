"""The pack as an RO-Crate (Process Run Crate): which run made which number from which file.

One ``CreateAction`` a notebook run, one ``PropertyValue`` a fact, every file with its sha256.
The only date is the day the registers were received; a clock would make every build differ.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import PurePosixPath
from typing import Any

from rocrate.model.contextentity import ContextEntity
from rocrate.rocrate import ROCrate

from fazhi.facts import Fact, plain
from fazhi.publish.pack.year import PackYear

_VERSION = "1.1"
_PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
_LICENSE = "https://spdx.org/licenses/MIT"
_SHA256 = {"sha256": "https://w3id.org/ro/terms/workflow-run#sha256"}
_MEDIA = {
    ".json": "application/json",
    ".csv": "text/csv",
    ".html": "text/html",
    ".ipynb": "application/x-ipynb+json",
    ".py": "text/x-python",
    ".yml": "application/yaml",
}


def crate_metadata(year: PackYear, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the content of ``ro-crate-metadata.json``.

    Args:
        year: The year.
        files: Content by path of everything else in the pack.
    """
    crate = ROCrate(version=_VERSION)
    crate.metadata.extra_terms = dict(_SHA256)
    entities = {path: crate.add_file(dest_path=path, properties=_file(path, content))
                for path, content in sorted(files.items())}  # fmt: skip
    raw = {s.file: _add(crate, f"#{s.file}", "CreativeWork", _raw(s)) for s in year.sources}
    agent = _add(crate, "#preparer", "Organization", {"name": "编制单位"})
    facts = {key: _add(crate, f"#{key}", "PropertyValue", _fact(fact))
             for key, fact in year.book.facts.items()}  # fmt: skip
    actions = [
        _run(crate, path.stem, year, {"files": entities, "raw": raw, "facts": facts})
        for path in year.notebooks
    ]
    for action in actions:
        action["agent"] = agent
    license_ = _add(crate, _LICENSE, "CreativeWork", {"name": "MIT", "description": "MIT License"})
    profile = {"name": "Process Run Crate", "version": "0.5"}
    root = crate.root_dataset
    root["name"] = f"{year.year}年度法治政府建设情况报告审计包"
    root["description"] = _description(year)
    root["datePublished"] = _day(year)
    root["license"] = license_
    root["author"] = root["publisher"] = agent
    root["conformsTo"] = _add(crate, _PROFILE, "CreativeWork", profile)
    root["mentions"] = [*actions, *facts.values()]
    return _sorted(crate.metadata.generate())


def _run(crate: ROCrate, stem: str, year: PackYear, known: Mapping[str, Any]) -> Any:
    """Add the run of one notebook: the template, what it read, what it made."""
    made = [fact for fact in year.book.facts.values() if fact.notebook == stem]
    used = sorted({i.file for fact in made for i in fact.inputs}) or sorted(known["raw"])
    action = _add(crate, f"#run-{stem}", "CreateAction", _action(stem, year))
    action["instrument"] = _add(crate, f"#notebook-{stem}", "SoftwareSourceCode", _instrument(stem))
    objects = [known["raw"][file] for file in used]
    action["object"] = objects if len(objects) > 1 else objects[0]
    action["result"] = [
        *(known["files"][f"notebooks/{stem}.{form}"] for form in ("ipynb", "html")),
        *(known["facts"][fact.id] for fact in made),
        *(known["files"][fact.evidence] for fact in made),
    ]
    return action


def _description(year: PackYear) -> str:
    sample = "示例数据：由虚构的登记簿计算得出，不是真实记录。" if year.book.synthetic else ""
    return f"{sample}事实、论断核对、证据、运行过的笔记本和工作底稿；日期为收到登记簿之日。"


def _day(year: PackYear) -> str:
    return f"{year.received_on}T00:00:00+08:00"


def _add(crate: ROCrate, identifier: str, kind: str, properties: Mapping[str, Any]) -> Any:
    return crate.add(ContextEntity(crate, identifier, {"@type": kind, **properties}))


def _file(path: str, content: bytes) -> dict[str, Any]:
    return {
        "name": PurePosixPath(path).name,
        "encodingFormat": _MEDIA.get(PurePosixPath(path).suffix, "text/plain"),
        "contentSize": str(len(content)),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def _raw(source: Any) -> dict[str, Any]:
    return {
        "name": source.file,
        "description": f"收到的登记簿，报送单位：{source.supplied_by or '未登记'}；不随本包提供",
        "sha256": source.sha256,
        "dateCreated": source.received_on,
    }


def _instrument(stem: str) -> dict[str, Any]:
    return {
        "name": f"notebooks/{stem}.ipynb",
        "description": "笔记本模板，由法治（fazhi）运行",
        "programmingLanguage": "Python",
        "version": version("fazhi"),
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "propertyID": fact.id,
        "name": fact.label,
        "value": plain(fact.value),
        "unitText": fact.unit,
        "description": f"{fact.definition}（第{fact.definition_version}版）",
    }


def _action(stem: str, year: PackYear) -> dict[str, Any]:
    return {
        "name": f"运行 notebooks/{stem}.ipynb",
        "description": f"以 year={year.year} 为参数从头到尾运行一次",
        "endTime": _day(year),
        "actionStatus": "http://schema.org/CompletedActionStatus",
    }


def _sorted(metadata: dict[str, Any]) -> dict[str, Any]:
    graph = sorted(metadata["@graph"], key=lambda node: str(node["@id"]))
    return {"@context": metadata["@context"], "@graph": graph}
