#!/bin/sh
# Debian's Go with its golang.org/x/mod, ffmpeg, an encoder of AMR-WB, nginx, PgBouncer, PostgreSQL and a Java compiler, installed where one is missing; a machine that has all is left alone.
set -eu

there() {
  command -v go >/dev/null && command -v ffmpeg >/dev/null && test -x /usr/sbin/nginx \
    && test -x /usr/sbin/pgbouncer && ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 \
    && test -d /usr/share/gocode/src/golang.org/x/mod/sumdb && command -v javac >/dev/null \
    && test -f /usr/share/java/jakarta-annotation-api.jar && ls /usr/lib/*/libvo-amrwbenc.so.0 >/dev/null 2>&1
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

packages="golang-go golang-golang-x-mod-dev ffmpeg libvo-amrwbenc0 nginx-light pgbouncer postgresql libjakarta-annotation-api-java"
command -v javac >/dev/null || packages="$packages default-jdk-headless"

install() {
  echo "apt-get install $packages"
  # RUNLEVEL: the tests start servers of their own, and none is to be started beside them.
  as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
    apt-get install --yes --quiet --no-install-recommends $packages
}

there && exit
if ! command -v apt-get >/dev/null; then
  echo "make interop needs the Debian packages $packages" >&2
  exit 1
fi
# The package lists may be missing or too old to install from.
install || { echo "apt-get update"; as_root apt-get update --quiet; install; }
there
