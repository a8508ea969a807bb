#!/usr/bin/env bash
# What Jeoul does, on what is bundled; needs no network. Its output fits on two screens of 80 columns and 24 lines.
#
# usage: Scripts/demo.sh [JEOUL]      the command; .build/release/jeoul by default
set -euo pipefail
cd "$(dirname "$0")/.."
jeoul=${1:-.build/release/jeoul}
evidence=${JEOUL_DEMO_EVIDENCE:-.build/demo-evidence}

# The press's claim about A.X 4.0 in a sentence, then every other claim about it, on the bundled corpora.
claims=(ax4-33-press)
while read -r id; do
    [ "$id" = ax4-33-press ] || claims+=("$id")
done < <("$jeoul" claim list --format csv | sed -n 's/^\(ax4-[^,]*\),.*/\1/p')
# Those that come with Jeoul, whatever else is installed.
corpora=(flores200-ko-dev flores200-ko-devtest klue-nli-dev klue-sts-dev jhe-ko-dev nsmc-every-50th sampler)
"$jeoul" verify "${claims[@]}" --corpus "${corpora[@]}" --brief --no-sensitivity --evidence "$evidence" --force --quiet
echo

texts=(Corpora/FLORES-200/kor_Hang.dev Corpora/FLORES-200/kor_Hang.devtest Corpora/KLUE-NLI/klue-nli-dev.txt
    Corpora/KLUE-STS/klue-sts-dev.txt Corpora/JHE/jhe-koen-dev.ko Corpora/NSMC/nsmc-every-50th.txt)
"$jeoul" measure "${texts[@]}" --vocabulary gpt-4o,a.x-4.0,qwen2.5,gpt-4 --quiet | sed -n 1,8p
printf 'evidence: %s\ncheck it with: %s reproduce %s\n' "$evidence" "$jeoul" "$evidence"
