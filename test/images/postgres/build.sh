#!/bin/bash
# Builds an image named postgres:<major> from Debian packages, for machines that reach a Debian
# mirror but no image registry. It carries the public image's name and follows its interface, so a
# test that asks for `postgres:17` needs no special case.
#
# usage: build.sh <major>      15 (bookworm), 17 (trixie) or 18 (forky)
# needs: docker, mmdebstrap, root; the mirror is the one this machine's apt uses, or DEBIAN_MIRROR
set -euo pipefail

main() {
  local major=${1:?usage: build.sh <major>}
  local suite
  suite=$(suite_with "$major")
  if docker image inspect "postgres:$major" >/dev/null 2>&1; then
    echo "postgres:$major: already here"
    return
  fi

  archive=$(mktemp --suffix=.tar)
  trap 'rm -f "$archive"' EXIT
  make_root_filesystem "$suite" "$major" "$archive"
  docker import \
    --change 'ENV PGDATA=/var/lib/postgresql/data' \
    --change 'ENV LANG=C.UTF-8' \
    --change "ENV PATH=/usr/lib/postgresql/$major/bin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" \
    --change 'EXPOSE 5432' \
    --change 'VOLUME /var/lib/postgresql/data' \
    --change 'ENTRYPOINT ["entrypoint.sh"]' \
    --change 'CMD ["postgres"]' \
    "$archive" "postgres:$major" >/dev/null
  echo "postgres:$major: built from Debian $suite"
}

suite_with() {
  case "$1" in
    15) echo bookworm ;;
    17) echo trixie ;;
    18) echo forky ;;
    *)
      echo "postgres major $1: no Debian suite known to carry it, expected 15, 17 or 18" >&2
      exit 2
      ;;
  esac
}

make_root_filesystem() {
  local suite=$1 major=$2 archive=$3
  local here
  here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
  # A session of its own: on an error mmdebstrap signals its whole process group.
  setsid --wait mmdebstrap --quiet --variant=minbase --include="postgresql-$major" \
    --aptopt='Acquire::Check-Valid-Until "false"' \
    --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' \
    --essential-hook='mkdir -p "$1/etc/postgresql-common"' \
    --essential-hook='echo "create_main_cluster = false" >"$1/etc/postgresql-common/createcluster.conf"' \
    --customize-hook="sed -i \"s/^#listen_addresses.*/listen_addresses = '*'/\" \"\$1/usr/share/postgresql/$major/postgresql.conf.sample\"" \
    --customize-hook="install -D --mode=755 '$here/entrypoint.sh' \"\$1/usr/local/bin/entrypoint.sh\"" \
    --customize-hook='mkdir -p "$1/docker-entrypoint-initdb.d"' \
    "$suite" "$archive" "$(mirror)"
}

# The address that this machine fetches its own release from: not the one of security updates.
mirror() {
  if [ -n "${DEBIAN_MIRROR:-}" ]; then
    echo "$DEBIAN_MIRROR"
    return
  fi
  local codename address
  codename=$(. /etc/os-release && echo "${VERSION_CODENAME:?not a Debian release}")
  address=$(apt-get indextargets --format '$(SITE) $(RELEASE)' 'Created-By: Packages' |
    awk -v release="$codename" '$2 == release && $1 ~ /debian/ { print $1; exit }')
  echo "${address:-http://deb.debian.org/debian}"
}

main "$@"
