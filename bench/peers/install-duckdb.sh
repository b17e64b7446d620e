#!/bin/sh
# Puts a DuckDB with its Postgres extension into a folder, as `duckdb`: install-duckdb.sh FOLDER.
# On Debian and its kin it unpacks the package of the release after the next stable one, with the libraries that
# it needs, into the folder; nothing of the system changes. Elsewhere it takes the `duckdb` that is installed.
set -eu
home=$1
mkdir -p "$home"

if ! command -v apt-get >/dev/null || [ "$(uname -m)" != x86_64 ]; then
  command -v duckdb >/dev/null || { echo 'duckdb is not installed, and there is no apt-get' >&2; exit 1; }
  printf '#!/bin/sh\nexec duckdb -cmd "install postgres" "$@"\n' >"$home/duckdb"
  chmod +x "$home/duckdb"
  exit 0
fi

apt=$home/apt
mkdir -p "$apt/lists/partial" "$apt/archives/partial"
: >"$apt/status"
echo 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian forky main' >"$apt/sources"
apt_get() {
  apt-get -qq -o Dir::Etc::sourcelist="$apt/sources" -o Dir::Etc::sourceparts=- -o Dir::State="$apt" \
    -o Dir::State::lists="$apt/lists" -o Dir::State::status="$apt/status" -o Dir::Cache="$apt" \
    -o Dir::Cache::archives="$apt/archives" -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 "$@"
}
apt_get update
apt_get install --yes --no-install-recommends --download-only duckdb >/dev/null

root=$home/root
mkdir -p "$root"
for package in "$apt"/archives/*.deb; do dpkg-deb -x "$package" "$root"; done
rm -r "$apt"

# Its own loader and libraries, for it is newer than the system. Debian builds the extension, and nobody signs it.
cat >"$home/duckdb" <<END
#!/bin/sh
exec '$root/usr/lib64/ld-linux-x86-64.so.2' --library-path '$root/usr/lib/x86_64-linux-gnu' '$root/usr/bin/duckdb' \\
  -unsigned -cmd "set extension_directory = '$root/usr/lib/duckdb/extensions'" "\$@"
END
chmod +x "$home/duckdb"
