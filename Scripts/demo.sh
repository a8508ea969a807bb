#!/usr/bin/env bash
# What Jeoul does, on what is bundled. With a network it also fetches A.X 4.0's vocabulary, so that the claims about it are
# judged; without one it says so.
#
# usage: Scripts/demo.sh [JEOUL]      the command; .build/release/jeoul by default
set -euo pipefail
cd "$(dirname "$0")/.."
jeoul=${1:-.build/release/jeoul}

# Shows a command as one would type it, then runs it.
run() {
    local argument
    printf '\n$ jeoul'
    for argument in "$@"; do
        case "$argument" in
            *[!A-Za-z0-9._,/-]*) printf " '%s'" "$argument" ;;
            *) printf ' %s' "$argument" ;;
        esac
    done
    printf '\n'
    "$jeoul" "$@"
}

# Runs a command that may wait for the network, for so many seconds at most. macOS has no `timeout`.
within() { perl -e 'alarm shift; exec @ARGV' "$@"; }

# The claims about A.X need its vocabulary, which is not bundled.
pull_ax() {
    if ! "$jeoul" vocabulary pull --help > /dev/null 2>&1; then
        printf '\nThis version cannot fetch A.X 4.0: the claims about it are not judged here.\n'
    elif ! said=$(within 30 "$jeoul" vocabulary pull a.x-4.0 2>&1); then
        printf '\nA.X 4.0 could not be fetched (%s): the claims about it are not judged here.\n' "${said##*$'\n'}"
    fi
}

registers=()
for file in Corpora/Sampler/*.jsonl; do
    # English translations of a register are for comparisons across languages.
    case "$file" in *.en.jsonl) ;; *) registers+=("$file") ;; esac
done

run measure "${registers[@]}"
run inspect '저울은 토큰의 무게를 잽니다.' --vocabulary gpt-4o,gpt-4,qwen2.5
pull_ax
run verify
