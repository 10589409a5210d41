"""Build: the site, one year, and a look at it."""

from __future__ import annotations

import click

from fazhi.cli.program import YEAR, print_json, program, require_year
from fazhi.cli.progress import progress
from fazhi.errors import UsageError
from fazhi.paths import Project

_TIMINGS = click.option("--timings", is_flag=True, help="列出每个步骤的用时")


@program.command()
@_TIMINGS
@click.pass_obj
def site(project: Project, timings: bool) -> None:
    """构建并审核全部年度的网站。"""
    from fazhi.publish.site import build_site

    with progress(timings=timings) as say:
        folder = build_site(project, say)
    click.echo(f"网站已就绪：{project.relative(folder)}/index.html")


@program.command()
@click.argument("year", type=YEAR)
@_TIMINGS
@click.pass_obj
def year(project: Project, year: int, timings: bool) -> None:
    """只运行一个年度：笔记本、事实、论断核对、年度比较。"""
    from fazhi.publish.pipeline import run_years

    require_year(project, year)
    with progress(timings=timings) as say:
        run_years(project, [year], say)
    for path in (project.facts(year), project.verdicts(year), project.comparison(year)):
        click.echo(f"已更新：{project.relative(path)}")


@program.command()
@click.option("--json", "as_json", is_flag=True, help="供程序读取")
@click.pass_obj
def coverage(project: Project, as_json: bool) -> None:
    """列出网站叙述页中的数字：多少可追溯，多少属于哪条规则，有没有遗漏。"""
    from fazhi.facts import read_facts
    from fazhi.publish.audit.contract import broken_facts, broken_numbers
    from fazhi.publish.audit.coverage import load_rules, untraced
    from fazhi.publish.audit.pages import read_pages

    if not project.html.exists():
        raise UsageError("还没有网站", where="_build/html", todo="先运行 make site")
    pages = read_pages(project.html.resolve())
    found = untraced(pages, load_rules(project))
    books = {year: read_facts(project.facts(year)) for year in project.years()}
    followed, broken = broken_numbers(pages, books)
    broken += broken_facts(project, books)
    if as_json:
        body = {"traced": found.traced, "rules": found.by_rule, "untraced": found.problems}
        print_json({**body, "followed": followed, "broken": broken})
    else:
        click.echo(
            f"逐跳走通（页面→单元→证据→原始文件）的数字：{followed - len(broken)}/{followed}"
        )
        for line in broken:
            click.echo(f"  {line}")
        click.echo(f"可追溯的数字：{found.traced}")
        for name, count in sorted(found.by_rule.items()):
            click.echo(f"按规则放行·{name}：{count}")
        click.echo(f"没有出处的数字：{len(found.problems)}")
        for line in found.problems:
            click.echo(f"  {line}")
    if found.problems or broken:
        raise click.exceptions.Exit(1)


@program.command()
@click.option("--port", default=8000, show_default=True, help="端口")
@click.pass_obj
def serve(project: Project, port: int) -> None:
    """在本机浏览网站（只监听 127.0.0.1）。"""
    import functools
    import http.server

    if not project.html.exists():
        raise UsageError("还没有网站", where="_build/html", todo="先运行 make site")
    handler = functools.partial(
        http.server.SimpleHTTPRequestHandler, directory=str(project.html.resolve())
    )
    try:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as problem:
        raise UsageError(
            f"端口 {port} 不能使用", got=str(problem), todo="换一个端口：fazhi serve --port 8001"
        ) from problem
    click.echo(f"http://127.0.0.1:{port}/  按 Ctrl+C 结束")
    server.serve_forever()
