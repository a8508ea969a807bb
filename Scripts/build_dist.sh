#!/usr/bin/env bash
# Build dist/jeoul-VERSION-linux-ARCH.tar.gz: the command, its data, manual pages and completions, to be unpacked anywhere.
#
# usage: Scripts/build_dist.sh       after `make build`
#
# All but glibc is linked statically: Swift's libraries, ICU, libcrypto, the compressors, libstdc++. It runs on any Linux of this
# architecture whose glibc is at least what is printed at the end, which depends on the glibc that it is built with.
set -euo pipefail
cd "$(dirname "$0")/.."
fail() { echo "build_dist: $*" >&2; exit 1; }
[ "$(uname -s)" = Linux ] || fail "a tarball is made on Linux; on macOS, make install PREFIX=…"

# A folder of static libraries alone, which clang, that Swift links with, is told of before all others.
static=$PWD/.build/static-libraries
rm -rf "$static"
mkdir -p "$static"
for library in icuuc icui18n icudata crypto zstd lzma z bz2 stdc++ gcc gcc_eh; do
    file=$(gcc -print-file-name="lib$library.a" 2> /dev/null || clang -print-file-name="lib$library.a")
    [ -f "$file" ] || fail "there is no static lib$library.a; install its -dev package"
    ln -s "$(readlink -f "$file")" "$static/lib$library.a"
done
echo "GROUP ( $static/libgcc_eh.a $static/libgcc.a )" > "$static/libgcc_s.so"

# Only the linker is told otherwise than by `make build`, so that nothing is compiled again. Into the same folder, since with another
# everything would be; the command that `make build` linked is put back.
linked=.build/release/jeoul
[ -x "$linked" ] || fail "make build first"
cp -p "$linked" .build/jeoul-shared
restore() { [ ! -f .build/jeoul-shared ] || mv .build/jeoul-shared "$linked"; }
trap restore EXIT
CCC_OVERRIDE_OPTIONS="# ^-L$static" swift build -c release --static-swift-stdlib -Xswiftc -use-ld=lld \
    -Xlinker -licudata -Xlinker -lstdc++ -Xlinker --gc-sections --product jeoul

version=$("$linked" --version | sed -n '1s/[^0-9]*\([0-9.]*\).*/\1/p')
name=jeoul-$version-linux-$(uname -m)
root=.build/dist/$name
rm -rf .build/dist
mkdir -p "$root" dist
make --no-print-directory install DESTDIR="$PWD/$root" PREFIX= > /dev/null
strip "$root/bin/jeoul"
cp NOTICE LICENSE README.md "$root"
# The notices of what is linked: of Debian's packages as they carry them, of Swift's from the toolchain and the checkout.
licences=$root/share/jeoul/licences
mkdir -p "$licences"
for package in libicu-dev libssl-dev zlib1g-dev libzstd-dev liblzma-dev libbz2-dev libstdc++6; do
    notice=/usr/share/doc/$package/copyright
    [ -f "$notice" ] || notice=$(ls "/usr/share/doc/${package%-dev}"*/copyright 2> /dev/null | head -n 1)
    [ -f "$notice" ] || fail "the notice of $package is not in /usr/share/doc"
    cp -L "$notice" "$licences/$package"
done
cp .build/checkouts/swift-argument-parser/LICENSE.txt "$licences/swift-argument-parser"
swift=$(dirname "$(dirname "$(readlink -f "$(command -v swift)")")")
cp "$(find "$swift/share" -maxdepth 3 -name 'LICENSE.txt' | head -n 1)" "$licences/swift"

needed=$(readelf -d "$root/bin/jeoul" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p')
others=$(grep -vE '^(libc|libm|libdl|libpthread|librt|ld-linux.*)\.so' <<< "$needed" || true)
[ -z "$others" ] || fail "the command would need $others"
glibc=$(objdump -T "$root/bin/jeoul" | grep -o 'GLIBC_[0-9.]*' | sort -Vu | tail -n 1)

tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$(git log -1 --format=%ct 2> /dev/null || date +%s)" \
    -C .build/dist -cf - "$name" | gzip -n9 > "dist/$name.tar.gz"
printf 'dist/%s.tar.gz: %s bytes, the command %s; needs %s or newer\n' "$name" "$(stat -c %s "dist/$name.tar.gz")" \
    "$(stat -c %s "$root/bin/jeoul")" "$glibc"
