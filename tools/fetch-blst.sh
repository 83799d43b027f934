#!/bin/sh
# fetch-blst.sh DIR: fetches the C sources of blst by package name, checks them
# against the pinned digest, and leaves blst.h, blst_aux.h and libblst.a (built
# for any processor of this architecture) in DIR, for configure --with-blst=DIR.
set -eu
name=c-kzg
version=4.1.0
sha512=7a588e041d862a84f9364e0bc0de35f0ef2459f5c2c1ea478f791deb3d332abcc87496ebcb463c2033d8cc4e43c70fdfb37f3a3c63bacd046acbc2d256d479b5
[ $# = 1 ] || {
    echo "usage: $0 DIR" >&2
    exit 3
}
mkdir -p "$1"
dir=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent --ignore-scripts "$name@$version" >/dev/null
echo "$sha512  $name-$version.tgz" | sha512sum -c --quiet - || {
    echo "fetch-blst: $name-$version.tgz is not the pinned file" >&2
    exit 1
}
tar xzf "$name-$version.tgz" package/deps
mkdir build
(cd build && sh ../package/deps/blst/build.sh -D__BLST_PORTABLE__)
cp build/libblst.a package/deps/blst/bindings/blst.h \
    package/deps/blst/bindings/blst_aux.h "$dir"
cp package/deps/blst/LICENSE "$dir/LICENSE.blst"
echo "blst is in $dir"
