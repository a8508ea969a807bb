#!/usr/bin/env bash
# Install into an empty folder and check that the installed command needs nothing of this tree.
#
# usage: Scripts/test_install.sh       after `make build`
set -euo pipefail
cd "$(dirname "$0")/.."

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
fail() { echo "test_install: $*" >&2; exit 1; }

make --no-print-directory install DESTDIR="$root" PREFIX=/opt/jeoul
jeoul=$root/opt/jeoul/bin/jeoul
share=$root/opt/jeoul/share/jeoul
text='안녕하세요, 저울은 토큰의 무게를 잽니다.'

[ "$(find "$root/opt/jeoul/share/man/man1" -name 'jeoul*.1' | wc -l)" -gt 20 ] || fail "the manual pages are not there"
# Pages name each other as they are called, and keep what is not ASCII.
grep -q '^\.Xr jeoul-verify 1' "$root/opt/jeoul/share/man/man1/jeoul.1" || fail "jeoul.1 does not name jeoul-verify"
grep -qF '\[u201C]jeoul repr' "$root/opt/jeoul/share/man/man1/jeoul-verify.1" || fail "jeoul-verify.1 lost its quotation marks"
# What the generator leaves out: values and defaults, the statuses of each command, the variables.
man1=$root/opt/jeoul/share/man/man1
grep -q '(values: error, replace, skip; default: error)' "$man1/jeoul-measure.1" || fail "jeoul-measure.1 has no values"
for status in 0 2 4 5 130; do grep -qx "\.It $status" "$man1/jeoul-measure.1" || fail "jeoul-measure.1 lacks status $status"; done
grep -q '^\.It Ev HF_HUB_CACHE' "$man1/jeoul.1" || fail "jeoul.1 does not name HF_HUB_CACHE"
for page in "$man1"/jeoul*.1; do
    grep -qx '\.It 2' "$page" || fail "$(basename "$page") has no statuses"
    ! grep -qE '^\.Ex -std|EXIT STATUS:|@u[0-9A-F]{4}@' "$page" || fail "$(basename "$page") is not finished"
done
# Shells take the completions; those that are here.
! command -v bash > /dev/null || bash -n "$root/opt/jeoul/share/bash-completion/completions/jeoul" || fail "bash does not read its completions"
! command -v zsh > /dev/null || zsh -n "$root/opt/jeoul/share/zsh/site-functions/_jeoul" || fail "zsh does not read its completions"
! command -v fish > /dev/null || fish -n "$root/opt/jeoul/share/fish/vendor_completions.d/jeoul.fish" \
    || fail "fish does not read its completions"

cd "$root"
[ "$(echo "$text" | "$jeoul" encode - --vocabulary gpt-4o | wc -w)" -eq 16 ] || fail "the installed command counts wrong"
# The tree that it was built from is still here; were it read instead of the installed data, this would succeed.
rm "$share/Vocab/manifest.json"
echo '{' > "$share/Vocab/manifest.json"
if echo "$text" | "$jeoul" encode - --vocabulary gpt-4o > /dev/null 2> errors; then
    fail "the installed command does not read $share"
fi
grep -q "$share" errors || fail "its error does not name the broken file: $(cat errors)"

cd - > /dev/null
make --no-print-directory uninstall DESTDIR="$root" PREFIX=/opt/jeoul
left=$(find "$root/opt/jeoul" -mindepth 1)
[ -z "$left" ] || fail "\`make uninstall\` leaves $left"
echo "test_install: the installed command works, reads its own data, and leaves nothing when uninstalled"
