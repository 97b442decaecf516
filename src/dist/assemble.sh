#!/usr/bin/env bash
# Puts the self-contained folder together: assemble.sh RUNTIME JAR LICENCES VERSION FOLDER, called by `mvn -Pdist package`.
#
# FOLDER/meshwright-VERSION-OS-ARCH gets the runtime, the jar, loaded classes of a training run, the launcher, licences, the document
# of the command line and the example problems; beside it stands the same as .tar.gz.
set -euo pipefail

runtime=$1 jar=$2 licences=$3 version=$4 folder=$5
root=$(cd "$(dirname "$0")/../.." && pwd)
system=$(uname -s | tr '[:upper:]' '[:lower:]')-$(uname -m)
home=$folder/meshwright-$version-$system

# jlink writes to no folder that is there: whatever happens here, the next build finds none.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch" "$runtime"' EXIT

rm -rf "$home" "$home.tar.gz"
mkdir -p "$home/bin" "$home/lib" "$home/licences"
mv "$runtime" "$home/runtime"
cp "$jar" "$home/lib/meshwright.jar"
cp "$root/src/dist/bin/meshwright" "$home/bin/meshwright"
cp "$root/README.md" "$root/CHANGELOG.md" "$home/"
cp -R "$root/docs" "$root/problems" "$home/"

# Licences: of the libraries as the jar has them, of Java as the runtime has them.
cp -R "$licences/." "$home/licences/"
ln -s ../runtime/legal "$home/licences/java"

# Loaded classes are refused where the jar's time is another than in training: it is one that archives keep.
find "$home" -type f -exec touch -d 2026-01-01T00:00:00Z {} +

java=$home/runtime/bin/java
problem=$home/problems/mixtral-8x7b-8xh100.yaml
release=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p')
if [ "$release" -ge 25 ]; then
    trained="-XX:AOTCacheOutput=$home/lib/meshwright.aot"
else
    "$java" -XX:+UseSerialGC -Xshare:dump >/dev/null
    trained="-XX:ArchiveClassesAtExit=$home/lib/meshwright.jsa"
fi
"$java" -XX:+UseSerialGC "$trained" -Xlog:disable -jar "$home/lib/meshwright.jar" search "$problem" -o "$scratch/plan.yaml" >/dev/null 2>&1

tar --sort=name --owner=0 --group=0 --numeric-owner -C "$folder" -czf "$home.tar.gz" "$(basename "$home")"

size() { du -shL "$1" | cut -f1; }
echo "Self-contained: $home, $(size "$home"), of it the runtime $(size "$home/runtime") and the jar with loaded classes $(size "$home/lib")"
echo "Archive: $home.tar.gz, $(size "$home.tar.gz")"
