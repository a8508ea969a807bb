#!/usr/bin/env python3
"""Opens pages that `jeoul` makes in a real browser, and looks at what a reader gets.

usage: Scripts/test_page.py [JEOUL]      the command, .build/release/jeoul by default

Needs Chromium, a Korean font and pdftotext (Debian: chromium, fonts-noto-cjk, poppler-utils). Where there is no browser it
says so and ends well; under JEOUL_REQUIRE_BROWSER=1 that is a failure.
"""

import base64
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import browser

JEOUL = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else ".build/release/jeoul")
SHARED = os.path.abspath("../shared/vocab")
FOLDER = tempfile.mkdtemp(prefix="jeoul-page-")
EVIL = "</script><script>window.evil=1</script><img src=x onerror=window.evil=1>\"'>\u202e\ufffe"
failures = []


def check(holds, what):
    if not holds:
        failures.append(what)
        print("FAILED:", what)


def jeoul(*arguments, **environment):
    subprocess.run([JEOUL, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=FOLDER,
                   env=os.environ | environment)


def write(name, text):
    with open(os.path.join(FOLDER, name), "w") as file:
        file.write(text)


def vocabulary(*tokens):
    """A vocabulary of single bytes and these tokens, which every merge leads up to."""
    ranks = [bytes([byte]) for byte in range(256)]
    for token in tokens:
        raw = token.encode()
        ranks += [raw[:end] for end in range(2, len(raw) + 1) if raw[:end] not in ranks]
    return "".join(f"{base64.b64encode(token).decode()} {rank}\n" for rank, token in enumerate(ranks))


def pages():
    """The pages by name: the figures that each must have, and whether what is in them is hostile."""
    claim = "gpt-4o uses 33% fewer tokens than gpt-4"
    jeoul("verify", "--claim", claim, "--corpus", "sampler", "klue-nli-dev", "--report", "claim.html")
    write("text.txt", "".join(f"{n}번째 손님은 {n % 12 + 1}시에 와서 김밥을 주문했습니다.\n" for n in range(1, 41)))
    jeoul("measure", "text.txt", "--price", "gpt-4o=2.5", "--report", "measure.html")
    jeoul("compare", "text.txt", "--baseline", "gpt-4", "--vocabulary", "gpt-4o,qwen3", "--report", "compare.html")
    write("evil.txt", "".join(f"{EVIL} {n}번째 줄입니다.\n" for n in range(40)))
    write("evil.json", json.dumps({
        "id": "evil", "subject": "o200k_base", "baseline": "cl100k_base", "subject_name": EVIL, "baseline_name": EVIL,
        "words": EVIL, "source": {"title": EVIL}, "hedged": False, "value_text": "33%", "scope": "korean", "note": EVIL,
        "readings": [{"id": "a", "says": EVIL, "quantity": "reduction", "value": 0.33, "relation": "equals",
                      "strict_low": 0.325, "strict_high": 0.335}]}))
    jeoul("verify", "--claim-file", "evil.json", "--corpus", "evil.txt", "--report", "evil.html")
    name = "<img src=x onerror=window.evil=1>&\".tiktoken"
    write(name, vocabulary("</script>", "<script>window.evil=1</script>", "<img src=x onerror=window.evil=1>", "\u202e"))
    jeoul("measure", "evil.txt", "--vocabulary", f"gpt-4o,./{name}", "--splitter", "o200k", "--report", "tokens.html")
    # All that is here, on five corpora: with the vocabularies beside the repository ten and more.
    corpora = ["sampler", "klue-nli-dev", "klue-sts-dev", "flores200-ko-dev", "nsmc-every-50th"]
    jeoul("verify", "ax4-33-press", "--corpus", *corpora, "--report", "large.html", JEOUL_VOCABULARY_PATH=SHARED)
    common = ["bars-0", "tokens", "denominators"]
    verdict = ["forest-0-0", "settings-0-0"] + common
    return [
        ("claim", verdict + ["forest-0-0", "bars-1"], False), ("measure", common + ["settings"], False),
        ("compare", ["ratios", "settings"] + common, False), ("evil", verdict, True), ("tokens", common + ["settings"], True),
        ("large", verdict + ["forest-0-1", "settings-0-1"] + [f"bars-{n}" for n in range(len(corpora))], False),
    ]


SEEN = """[...document.querySelectorAll('figure')].map(figure => {
  const shown = [...figure.querySelectorAll('svg,.tokens')].filter(e => e.getBoundingClientRect().width > 0)
  const boxes = shown.map(e => e.getBoundingClientRect())
  const said = [...figure.querySelectorAll('.alternative')].every(e => e.innerText.trim().length > 20)
  return {id: figure.id, shown: shown.length, said: said,
          inside: boxes.every(b => b.left >= -1 && b.right <= innerWidth + 1 && b.height > 10)}
})"""
TEXT = "[...document.querySelectorAll('.verdict,.basis')].map(e => e.innerText).join(' ')"
# Text against its background at 4.5; lines, bars and dots against the paper and the shade behind them at 3.
CONTRAST = """(() => {
  const parse = c => c.match(/[\\d.]+/g).map(Number)
  const light = c => { const [r, g, b] = c.map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    return .2126 * r + .7152 * g + .0722 * b }
  const ratio = (a, b) => { const [x, y] = [light(a), light(b)]; return (Math.max(x, y) + .05) / (Math.min(x, y) + .05) }
  const behind = e => { for (let p = e; p; p = p.parentElement) {
    const c = parse(getComputedStyle(p).backgroundColor); if (c.length < 4 || c[3] > 0) return c } }
  const worst = {}
  const note = (e, found, least) => { if (found < least) worst[e.tagName + '.' + e.getAttribute('class')] = found }
  for (const e of document.querySelectorAll('body *')) {
    const style = getComputedStyle(e)
    if (!e.getClientRects().length || e.closest('script,style,.hidden')) continue
    const isDrawn = e.namespaceURI.endsWith('svg')
    const own = [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim())
    if (own) note(e, ratio(parse(isDrawn ? style.fill : style.color), behind(e)), 4.5)
    if (!isDrawn || !['line', 'rect', 'circle'].includes(e.tagName) || e.matches('.grid,.range,.t0,.t1')) continue
    const colour = parse(e.tagName == 'line' ? style.stroke : style.fill)
    note(e, ratio(colour, behind(e)), 3)
    const range = e.parentElement.querySelector('.range')
    const bar = e.parentElement.querySelector('.bar')
    if (bar && e.matches('.whisker')) note(e, ratio(colour, parse(getComputedStyle(bar).fill)), 3)
    if (range && !e.matches('.axis')) note(e, ratio(colour, parse(getComputedStyle(range).fill)), 3)
  }
  return worst
})()"""
RIGHTMOST = """[...document.querySelectorAll('.tokens i')].map((e, n) => [e.checkVisibility({contentVisibilityAuto: true})
  ? e.getBoundingClientRect().right : -1, n]).sort((a, b) => b[0] - a[0])[0][1]"""


def words(text):
    return re.sub(r"\s+", "", text)


def look(page, name, figures, hostile):
    path = os.path.join(FOLDER, name + ".html")
    check(os.path.getsize(path) < 1_000_000, f"{name}: {os.path.getsize(path)} bytes")
    for width in (375, 768, 1280):
        for dark in (False, True):
            page.open(path, width, dark=dark)
            where = f"{name} at {width}{' dark' if dark else ''}"
            seen = {figure["id"]: figure for figure in page.value(SEEN)}
            check(set(figures) <= set(seen), f"{where}: no figures {sorted(set(figures) - set(seen))}")
            check(all(f["shown"] and f["inside"] and f["said"] for f in seen.values()), f"{where}: figures {seen}")
            check(page.value("document.documentElement.scrollWidth <= innerWidth"), f"{where}: wider than the window")
            found = page.value(CONTRAST)
            check(found == {}, f"{where}: contrast {found}")
            # Asked for by the page; its own address, and nothing else.
            asked = [e["params"]["request"]["url"] for e in page.events if e["method"] == "Network.requestWillBeSent"]
            check(asked and all(url == "file://" + path for url in asked), f"{where}: asked for {asked}")
            said = [e["params"] for e in page.events
                    if e["method"] in ("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown")]
            check(not said, f"{where}: console {said}")
    check(page.value("typeof window.evil") == "undefined", f"{name}: a script of the text's ran")
    check(page.value("document.querySelectorAll('script:not([type=\"application/json\"]),img,iframe,link,object').length") == 0,
          f"{name}: elements that can ask or run")
    check(page.value("JSON.parse(document.getElementById('data').textContent).figures.length > 0"), f"{name}: data")
    languages(page, name, hostile)
    reading_aloud(page, name)
    without_scripts(page, name, path)


def languages(page, name, hostile):
    """Both languages, and what is printed in each."""
    texts = {}
    for language in ("ko", "en"):
        page.click(f"label[for=l-{language}]")
        shown = page.value("['ko','en'].filter(l => [...document.querySelectorAll('main .' + l)].some(e => e.getClientRects().length))")
        check(shown == [language], f"{name}: {language} chosen, {shown} shown")
        texts[language] = page.value(TEXT)
        check(texts[language].strip(), f"{name}: no verdict in {language}")
        pdf = base64.b64decode(page.call("Page.printToPDF", printBackground=True, preferCSSPageSize=True)["data"])
        printed = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
        if not hostile:
            check(words(texts[language]) in words(printed), f"{name}: the paper of {language} says something else")
    check(texts["ko"] != texts["en"], f"{name}: the languages say the same")


def reading_aloud(page, name):
    """What a screen reader is told: the switch as one group, the title, names of tables in the language that is shown."""
    nodes = page.call("Accessibility.getFullAXTree")["nodes"]
    found = [(node["role"]["value"], node.get("name", {}).get("value", ""),
              {p["name"]: p["value"].get("value") for p in node.get("properties", [])}) for node in nodes
             if not node.get("ignored") and "role" in node]
    roles = [role for role, _, _ in found]
    check(roles.count("radio") == 2 and roles.count("radiogroup") == 1, f"{name}: the switch is {roles.count('radio')} radios")
    titles = [text for role, text, more in found if role == "heading" and more.get("level") == 1]
    check(len(titles) == 1 and titles[0].strip(), f"{name}: the title is {titles}")
    regions = [text for role, text, _ in found if role == "region"]
    check(regions and not any(re.search("[가-힣]", text) for text in regions),
          f"{name}: regions of the English page are called {regions}")


def without_scripts(page, name, path):
    """The switch, and what the tokens tell, in a browser that runs no script."""
    page.call("Emulation.setScriptExecutionDisabled", value=True)
    page.open(path, 375)
    page.click("label[for=l-en]")
    check(page.value("getComputedStyle(document.querySelector('main .ko')).display") == "none", f"{name}: no switch without scripts")
    for number in (0, page.value(RIGHTMOST)):
        page.focus(".tokens i", number)
        shown = page.value(f"""(() => {{ const e = document.querySelectorAll('.tokens i')[{number}]
          return [getComputedStyle(e, '::after').content, e.dataset.t] }})()""")
        check(shown[0].strip('"') == shown[1] and "·" in shown[1], f"{name}: focus on token {number} shows {shown}")
        check(page.value("document.documentElement.scrollWidth <= innerWidth"), f"{name}: what token {number} tells passes the window")
    page.call("Emulation.setScriptExecutionDisabled", value=False)


def main():
    path = browser.find()
    if not path:
        print("skipped: no Chromium is here (Debian: apt-get install chromium fonts-noto-cjk poppler-utils)")
        sys.exit(os.environ.get("JEOUL_REQUIRE_BROWSER") == "1")
    page = browser.Browser(path)
    try:
        made = pages()
        for name, figures, hostile in made:
            look(page, name, figures, hostile)
        size = os.path.getsize(os.path.join(FOLDER, "large.html")) / 1000
        count = page.value("document.querySelectorAll('.tokens').length")
    finally:
        page.close()
        shutil.rmtree(FOLDER, ignore_errors=True)
    print("pages:", f"{len(failures)} faults" if failures else
          f"{len(made)}, with all their figures, in both languages, at three widths, on paper, without scripts; "
          f"{size:.0f} kB with {count} vocabularies; no faults")
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
