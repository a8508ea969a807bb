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
import subprocess
import sys
import tempfile

import browser

JEOUL = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else ".build/release/jeoul")
FOLDER = tempfile.mkdtemp(prefix="jeoul-page-")
EVIL = "</script><script>window.evil=1</script><img src=x onerror=window.evil=1>\"'>\u202e"
failures = []


def check(holds, what):
    if not holds:
        failures.append(what)
        print("FAILED:", what)


def jeoul(*arguments):
    subprocess.run([JEOUL, *arguments], check=True, stdout=subprocess.DEVNULL, cwd=FOLDER)


def write(name, text):
    with open(os.path.join(FOLDER, name), "w") as file:
        file.write(text)


def pages():
    """The pages by name, and whether what is in them is hostile."""
    claim = "gpt-4o uses 33% fewer tokens than gpt-4"
    jeoul("verify", "--claim", claim, "--corpus", "sampler", "--report", "claim.html")
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
    return [("claim", False), ("measure", False), ("compare", False), ("evil", True)]


SEEN = """[...document.querySelectorAll('figure')].map(figure => {
  const shown = [...figure.querySelectorAll('svg,.tokens')].filter(e => e.getBoundingClientRect().width > 0)
  const boxes = shown.map(e => e.getBoundingClientRect())
  return {id: figure.id, shown: shown.length, inside: boxes.every(b => b.left >= -1 && b.right <= innerWidth + 1 && b.height > 10)}
})"""
TEXT = "[...document.querySelectorAll('.verdict,.basis')].map(e => e.innerText).join(' ')"
CONTRAST = """(() => {
  const parse = c => c.match(/[\\d.]+/g).map(Number)
  const light = c => { const [r, g, b] = c.map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    return .2126 * r + .7152 * g + .0722 * b }
  const worst = {}
  for (const e of document.querySelectorAll('body *')) {
    const own = [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim())
    if (!own || !e.getClientRects().length || e.closest('script,style,.hidden')) continue
    const style = getComputedStyle(e)
    const ink = parse(e.namespaceURI.endsWith('svg') ? style.fill : style.color)
    let paper = null
    for (let p = e; p && !paper; p = p.parentElement) {
      const c = parse(getComputedStyle(p).backgroundColor); if (c.length < 4 || c[3] > 0) paper = c }
    const a = light(ink), b = light(paper), ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05)
    const name = e.tagName + '.' + e.getAttribute('class')
    if (ratio < 4.5) worst[name] = ratio
  }
  return worst
})()"""


def words(text):
    return re.sub(r"\s+", "", text)


def look(page, name, hostile):
    path = os.path.join(FOLDER, name + ".html")
    check(os.path.getsize(path) < 1_000_000, f"{name}: {os.path.getsize(path)} bytes")
    for width in (375, 768, 1280):
        for dark in (False, True):
            page.open(path, width, dark=dark)
            where = f"{name} at {width}{' dark' if dark else ''}"
            figures = page.value(SEEN)
            check(figures and all(f["shown"] and f["inside"] for f in figures), f"{where}: figures {figures}")
            check(page.value("document.documentElement.scrollWidth <= innerWidth"), f"{where}: wider than the window")
            check(page.value(CONTRAST) == {}, f"{where}: contrast {page.value(CONTRAST)}")
            asked = [e["params"]["request"]["url"] for e in page.events if e["method"] == "Network.requestWillBeSent"]
            check(all(url.startswith("file://" + path) for url in asked), f"{where}: asked for {asked}")
            said = [e["params"] for e in page.events
                    if e["method"] in ("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown")]
            check(not said, f"{where}: console {said}")
    check(page.value("typeof window.evil") == "undefined", f"{name}: a script of the text's ran")
    check(page.value("document.querySelectorAll('script:not([type=\"application/json\"]),img,iframe,link,object').length") == 0,
          f"{name}: elements that can ask or run")
    check(page.value("JSON.parse(document.getElementById('data').textContent) instanceof Object"), f"{name}: data")
    check(page.value("[...document.querySelectorAll('svg')].every(s => s.querySelector('title').textContent)"),
          f"{name}: charts without a title")
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
    token = page.value("document.querySelector('.tokens i') !== null")
    check(token, f"{name}: no tokens")
    page.value("document.querySelector('.tokens i').focus()")
    shown = page.value("[getComputedStyle(document.querySelector('.tokens i'), '::after').content, document.querySelector('.tokens i').dataset.t]")
    check(shown[0].strip('"') == shown[1] and "·" in shown[1], f"{name}: focus shows {shown}")


def main():
    path = browser.find()
    if not path:
        print("skipped: no Chromium is here (Debian: apt-get install chromium fonts-noto-cjk poppler-utils)")
        sys.exit(os.environ.get("JEOUL_REQUIRE_BROWSER") == "1")
    page = browser.Browser(path)
    try:
        for name, hostile in pages():
            look(page, name, hostile)
    finally:
        page.close()
    print("pages:", f"{len(failures)} faults" if failures else "every figure, both languages, three widths, on paper; no faults")
    sys.exit(bool(failures))


main()
