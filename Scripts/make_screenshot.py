#!/usr/bin/env python3
"""Makes the picture of a page that the README shows: a claim of the ledger on all corpora, of what is bundled alone.

usage: Scripts/make_screenshot.py JEOUL PICTURE.png        as `make picture` does
"""

import base64
import os
import subprocess
import sys
import tempfile

import browser

PAGE = ["verify", "ax4-33-press"]
WIDTH, HEIGHT = 1000, 1150

jeoul, picture = os.path.abspath(sys.argv[1]), sys.argv[2]
page = browser.Browser(browser.find() or sys.exit("no Chromium is here (Debian: apt-get install chromium fonts-noto-cjk)"))
try:
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "page.html")
        environment = {name: value for name, value in os.environ.items() if not name.startswith("JEOUL_")} | {"HOME": folder}
        subprocess.run([jeoul, *PAGE, "--report", path], check=True, stdout=subprocess.DEVNULL, env=environment)
        page.open(path, WIDTH, HEIGHT)
        data = page.call("Page.captureScreenshot", format="png")["data"]
    with open(picture, "wb") as file:
        file.write(base64.b64decode(data))
finally:
    page.close()
