#!/usr/bin/env bash
# Write the manual pages, one a command, with swift-argument-parser's own generator.
#
# usage: Scripts/build_manual.sh GENERATOR JEOUL FOLDER
#
# Pages are named as `man jeoul verify` looks for them: jeoul-verify.1. The generator leaves out every character that is not ASCII, so
# it is handed a name of each that is, which becomes roff's own way to write it. Pages are dated by the last line of history, where
# there is one, so that one source has the same pages on every day.
set -euo pipefail
generator=$(readlink -f "$1")
jeoul=$(readlink -f "$2")
mkdir -p "$3"
folder=$(cd "$3" && pwd)
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat > "$work/jeoul" << EOF
#!/bin/sh
"$jeoul" "\$@" | perl -CSD -pe 's/([^\\x00-\\x7f])/sprintf("\\@u%04X\\@", ord \$1)/ge'
EOF
chmod +x "$work/jeoul"
mkdir "$work/pages"
date=$(git log -1 --format=%cs 2> /dev/null || date +%F)
"$generator" "$work/jeoul" --multi-page --date "$date" --output-directory "$work/pages"

rm -f "$folder"/*.1
for page in "$work/pages"/*.1; do
    name=$(basename "$page" .1)
    perl -pe 's/\@u([0-9A-F]{4,6})\@/\\[u$1]/g; s/^(\.(?:Xr|Dt) )(\S+)/$1 . ($2 =~ tr|.|-|r)/e' "$page" > "$folder/${name//./-}.1"
done
