#!/usr/bin/env python3
"""Makes the picture of a page that the README shows.

usage: Scripts/make_screenshot.py PAGE.html PICTURE.png [WIDTH [HEIGHT]]
"""

import base64
import sys

import browser

page = browser.Browser(browser.find() or sys.exit("no Chromium is here (Debian: apt-get install chromium fonts-noto-cjk)"))
try:
    width, height = (int(text) for text in (sys.argv[3:] + ["1000", "1150"][len(sys.argv) - 3:])[:2])
    page.open(sys.argv[1], width, height)
    picture = page.call("Page.captureScreenshot", format="png")["data"]
    with open(sys.argv[2], "wb") as file:
        file.write(base64.b64decode(picture))
finally:
    page.close()
