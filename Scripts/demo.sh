#!/usr/bin/env bash
# What Jeoul does, on what is bundled; needs no network.
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

registers=()
for file in Corpora/Sampler/*.jsonl; do
    # English translations of a register are for comparisons across languages.
    case "$file" in *.en.jsonl) ;; *) registers+=("$file") ;; esac
done

run measure "${registers[@]}"
run inspect '안녕하세요, 저는 학생입니다. 뷁!' --vocabulary gpt-4o,gpt-4,qwen2.5
run verify gpt4o-1.7x

# shellcheck disable=SC2046 # A claim's id is one word.
run verify $("$jeoul" claim list --format csv | sed -n 's/^\(ax4-[^,]*\),.*/\1/p')
