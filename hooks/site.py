"""MkDocs' events, and nothing else: which page is current, what is missing, check, publish."""

import logging
import os
import re
import sys
from pathlib import Path

from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority

from hooks import check, publish
from hooks.directive import Page, skipped_lines
from hooks.faults import Fault
from hooks.press import Press

LINK = re.compile(r"Doc file '(.+?)' contains .*?'([^']+)'")
STATE: dict = {}  # the command, said once at start-up, and the build that is under way


class Build(logging.Handler):
    """One build. As a log handler it turns MkDocs' own warnings into faults."""

    def __init__(self, config) -> None:  # noqa: ANN001
        super().__init__(logging.WARNING)
        self.root = Path(config.config_file_path).parent
        self.docs, self.site = Path(config.docs_dir), Path(config.site_dir)
        self.press = Press(self.root, report=lambda line: print(line, file=sys.stderr))
        self.page = Page(self.press)
        self.serving = STATE["command"] == "serve"

    def emit(self, record: logging.LogRecord) -> None:
        path, line, message = "mkdocs.yml", 1, record.getMessage()
        if link := LINK.match(message):
            path, source = f"{self.docs.name}/{link[1]}", (self.docs / link[1]).read_text("utf-8")
            line = source[: max(0, source.find(link[2]))].count("\n") + 1
        self.press.fault(Fault(f"{message.rstrip('.')}. Mend it or take it out.", path, line))


def on_startup(command: str, **_) -> None:  # noqa: ANN003
    STATE["command"] = command


def on_config(config):  # noqa: ANN001, ANN201
    build = STATE["build"] = Build(config)
    logging.getLogger("mkdocs").addHandler(build)
    epoch = publish.git(build.root, "log", "-1", "--format=%ct") or "0"
    os.environ.setdefault("SOURCE_DATE_EPOCH", epoch)
    config.mdx_configs.setdefault("hooks.directive", {})["page"] = build.page
    if not build.serving:
        config.site_dir = str(publish.beside(build.site))
    return config


def on_files(files, config):  # noqa: ANN001, ANN201
    sources = [file.content_string for file in files.documentation_pages()]
    STATE["build"].press.prepare(sources)
    return files


def on_page_markdown(markdown: str, page, config, files) -> None:  # noqa: ANN001
    build, source = STATE["build"], page.file.content_string
    build.page.path = f"{build.docs.name}/{page.file.src_uri}"
    build.page.base = "../" * page.url.count("/")
    build.page.skipped = skipped_lines(source, markdown)


def on_post_page(output: str, page, config) -> None:  # noqa: ANN001
    build = STATE["build"]
    for fault in check.check_page(output, f"{build.docs.name}/{page.file.src_uri}"):
        build.press.fault(fault)


@event_priority(-100)
def on_post_build(config) -> None:  # noqa: ANN001
    build, new = STATE["build"], Path(config.site_dir)
    logging.getLogger("mkdocs").removeHandler(build)
    publish.finish(new, build.root, build.press)
    if build.serving:
        return
    if build.press.faults:
        lines = sorted(build.press.faults, key=lambda f: (f.path, f.line))
        print(*lines, sep="\n", file=sys.stderr)
        raise Abort(f"{len(build.press.faults)} faults; the site that stands was left as it was.")
    publish.swap(new, build.site)
    config.site_dir = str(build.site)
    STATE["done"] = "simulations: {} run, {} from cache".format(*build.press.counts())


def on_shutdown() -> None:
    print(STATE.get("done", ""), end="\n" if "done" in STATE else "", file=sys.stderr)


def on_build_error(error: Exception) -> None:
    build = STATE["build"]
    logging.getLogger("mkdocs").removeHandler(build)
    publish.discard(build.site)
