"""What does the press do at which of MkDocs' events?  Nothing else knows MkDocs."""

import sys
from pathlib import Path
from types import SimpleNamespace

from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority

from hooks.page import directive
from hooks.press import Press
from hooks.publish import policy, preview, publish, resort, strict
from hooks.source import intake

STATE = SimpleNamespace(press=None, strict=None, site=None, end="no site was built")


def on_startup(command, **_):
    STATE.serving = command == "serve"


def on_config(config):
    settings = Path(config.config_file_path)
    press = STATE.press = Press(settings.parent, report=lambda line: print(line, file=sys.stderr))
    config.extra |= {"commit": publish.date(press.root, press.report), "figures": press.figures}
    STATE.press.policy, STATE.page = policy.Policy(config), directive.Page(STATE.press)
    STATE.docs, STATE.site = Path(config.docs_dir), Path(config.site_dir)
    STATE.strict = strict.Strict(STATE.press, STATE.docs, STATE.serving, settings)
    config.mdx_configs.setdefault("hooks.page.directive", {})["page"] = STATE.page
    if STATE.serving:
        preview.claim(*config.dev_addr)
    else:
        config.site_dir = str(publish.beside(STATE.site))


def on_files(files, config):
    intake.take(files, [config.docs_dir, config.theme.custom_dir], config.theme.dirs, STATE)


def on_page_markdown(markdown, page, config, files):
    path = f"{STATE.docs.name}/{page.file.src_uri}"
    STATE.page.turn_to(path, page.url, page.file.content_string, markdown)
    page.meta = STATE.press.begin(path, page.file.dest_uri, page.meta)


def on_page_content(html, page, config, files):
    return STATE.press.content(html, STATE.page.path)


def on_post_page(output, page, config):
    return STATE.press.finished(output, page.file.dest_uri, STATE.serving)


def on_post_template(output, template_name, config):
    return STATE.press.policy.over(output) if template_name.endswith(".html") else output


@event_priority(-100)  # after every plugin has written what it writes
def on_post_build(config):
    STATE.strict.remove()
    publish.finish(built := Path(config.site_dir), STATE.press, STATE.press.policy)
    if STATE.serving:
        STATE.press.tell()
    elif STATE.press.faults:
        raise Abort("There are faults.")
    else:
        config.site_dir = str(publish.swap(built, STATE.site))
    STATE.end = "simulations: {} run, {} from cache".format(*STATE.press.counts())


def on_build_error(error):
    print(resort.report(error, STATE.strict), file=sys.stderr)
    publish.discard(STATE.site)
    raise Abort("The site that stands was left as it was.")


def on_shutdown():
    if not STATE.serving:
        print(STATE.end, file=sys.stderr)
    resort.insist()
