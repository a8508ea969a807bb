#!/usr/bin/env bash
# Unpack the tarball in a bare Debian 13 and let it work there: no Swift, no ICU, nothing of this machine.
#
# usage: Scripts/test_dist.sh [TARBALL]       after `make dist`; as root, with debootstrap and a mirror of Debian
# Without them it is skipped, and said; under JEOUL_REQUIRE_DIST=1 that is a failure.
set -euo pipefail
cd "$(dirname "$0")/.."
fail() { echo "test_dist: $*" >&2; exit 1; }
skip() { [ -z "${JEOUL_REQUIRE_DIST:-}" ] || fail "$*"; echo "test_dist: skipped: $*"; exit 0; }
tarball=${1:-$(ls -t dist/jeoul-*-linux-"$(uname -m)".tar.gz 2> /dev/null | head -n 1)}
[ -f "$tarball" ] || fail "there is no tarball; make dist first"
[ "$(id -u)" = 0 ] || skip "a root of another system needs root"
command -v debootstrap > /dev/null || skip "debootstrap is not installed"

root=.build/debian-13
if [ ! -x "$root/bin/sh" ]; then
    rm -rf "$root"
    debootstrap --variant=minbase trixie "$root" ${JEOUL_DEBIAN_MIRROR:-} > .build/debootstrap.log 2>&1 \
        || { rm -rf "$root"; skip "debootstrap fails: $(tail -n 1 .build/debootstrap.log)"; }
fi
rm -rf "$root/opt/jeoul"
mkdir -p "$root/opt/jeoul"
tar -xzf "$tarball" --strip-components=1 -C "$root/opt/jeoul"
# Swift's programs read their arguments there.
mount -t proc proc "$root/proc" 2> /dev/null || skip "/proc cannot be mounted in another root"
trap 'umount "$root/proc"' EXIT
inside() { chroot "$root" /usr/bin/env -i PATH=/usr/bin:/bin HOME=/root LC_ALL=C.UTF-8 "$@"; }

version=$(inside sh -c '. /etc/os-release; echo $PRETTY_NAME; ldd --version | head -n 1')
text='안녕하세요, 저울은 토큰의 무게를 잽니다.'
[ "$(echo "$text" | inside /opt/jeoul/bin/jeoul encode - --vocabulary gpt-4o | wc -w)" -eq 16 ] || fail "it counts wrong"
sentence=$(inside /opt/jeoul/bin/jeoul verify ax4-33-press --corpus klue-nli-dev --brief --no-sensitivity --quiet | tr '\n' ' ')
case "$sentence" in
    *"it understates the difference on KLUE-NLI dev"*) ;;
    *) fail "it judges otherwise: $sentence" ;;
esac
echo "$text" | gzip | inside sh -c 'cat > /tmp/text.gz; /opt/jeoul/bin/jeoul measure /tmp/text.gz --vocabulary gpt-4o --quiet' > /dev/null
start=$(date +%s%N)
for _ in 1 2 3 4 5 6 7 8 9 10; do inside /opt/jeoul/bin/jeoul --version > /dev/null; done
printf 'test_dist: works on %s; starts and ends in %s ms (mean of 10, chroot included)\n' "$(tr '\n' ' ' <<< "$version")" \
    "$((($(date +%s%N) - start) / 10000000))"
