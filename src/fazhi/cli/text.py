"""For drafts: every number of a text, and whether the records bear it out."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from fazhi.cli.program import YEAR, print_json, program, require_year
from fazhi.errors import UsageError
from fazhi.paths import Project


@program.command()
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="供程序读取")
@click.pass_obj
def numbers(project: Project, file: str, as_json: bool) -> None:
    """列出文稿（.txt .md .docx，- 为标准输入）中的每个数字：值、单位、限定词、类别。"""
    from fazhi.claims.prose import find_numbers, load_names, read_text

    document = read_text(file, sys.stdin.buffer)
    names = load_names(project.reference / "names.yml", project.root)
    found = find_numbers(document.text, names)
    if as_json:
        print_json([numeral.to_json() for numeral in found])
        return
    for numeral in found:
        body = numeral.to_json()
        place = document.paragraph_at(numeral.start).number
        value = "" if body["value"] is None else f"{body['value']}{body['unit']}"
        text = numeral.text.replace("\n", "")
        click.echo(f"第{place}段\t{text}\t{value}\t{body['qualifier']}\t{body['kind']}")


@program.command("check-text")
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("--year", "report_year", type=YEAR, required=True, help="对照哪一年度")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="另写一份标注网页")
@click.option("--json", "as_json", is_flag=True, help="供程序读取")
@click.pass_obj
def check_text(
    project: Project, file: str, report_year: int, html: Path | None, as_json: bool
) -> None:
    """核对文稿：每个数字对照事实，再核对文稿自身的算术与措辞；有不符时退出码为 1。"""
    from fazhi.claims.draft import check_text as check
    from fazhi.claims.draft import load_records, render_html
    from fazhi.claims.prose import load_names, read_text

    if not file:
        raise UsageError("没有写明文稿", todo="如 make check-text FILE=draft.docx YEAR=2022")
    require_year(project, report_year)
    document = read_text(file, sys.stdin.buffer)
    names = load_names(project.reference / "names.yml", project.root)
    report = check(document, load_records(project, report_year), names)
    if html:
        html.write_text(render_html(report, document), encoding="utf-8")
    if as_json:
        print_json(report.to_json())
    else:
        click.echo(report.to_text(), nl=False)
    if report.contradicted:
        raise click.exceptions.Exit(1)
