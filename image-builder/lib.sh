# What the builder and its stages share. Sourced by bash with -euo pipefail.

project=${project:-$(realpath "$(dirname "${BASH_SOURCE[0]}")/..")}
export project

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# One time for every file of an image: the last commit's, so that the same sources give the same bytes.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$project" log -1 --format=%ct)}
export SOURCE_DATE_EPOCH LC_ALL=C TZ=UTC

readonly suite=trixie
readonly kernel_suite=trixie-backports

# image_version: what the image says it is; that of the binary unless IMAGE_VERSION says otherwise.
image_version() {
  local version=${IMAGE_VERSION-}
  [[ $version ]] || version=$("$project/out/$(host_rid)/hearth" --version)
  echo "${version#hearth }"
}

host_rid() { [[ $(dpkg --print-architecture) == arm64 ]] && echo linux-arm64 || echo linux-x64; }
host_multiarch() { echo "$(uname -m)-linux-gnu"; }

# --- the toolbox -------------------------------------------------------------------------------------------------------
# Tools of the image's own release, run by their own loader: nothing is installed, no privilege is needed, and every build
# machine gets the same bytes.

# tool NAME ARGUMENT...
tool() {
  local name=$1 box=$out/toolbox libraries path
  shift
  libraries=$box/usr/lib/$(host_multiarch)
  for path in "$box/usr/bin/$name" "$box/usr/sbin/$name"; do
    if [[ -e $path ]]; then
      "$(echo "$libraries"/ld-linux-*.so.*)" --argv0 "$name" --library-path "$libraries" "$path" "$@"
      return
    fi
  done
  fail "the toolbox has no $name; add its package to image-builder/packages/toolbox"
}

# board_value FILTER: a value of board.json, by jq; nothing where it is not given.
board_value() { tool jq -r "$1 // empty" "$project/$board/board.json"; }
# By hand, as it is wanted before there is a toolbox.
architecture() { sed -n 's/.*"architecture": *"\([a-z0-9]*\)".*/\1/p' "$project/$board/board.json"; }
multiarch() { [[ $(architecture) == arm64 ]] && echo aarch64-linux-gnu || echo x86_64-linux-gnu; }

# The payload's file, relative to the project: native where it was built for the device, else for x86-64, to be translated.
payload_binary() {
  local native=out/linux-$([[ $(architecture) == arm64 ]] && echo arm64 || echo x64)/hearth
  [[ -x $project/$native ]] && echo "$native" || echo out/linux-x64/hearth
}

# --- Debian's packages -------------------------------------------------------------------------------------------------

# The machine's own Debian mirrors, as apt knows them: REPOSITORY SECURITY.
mirrors() {
  local sites main security
  sites=$(apt-get indextargets --format '$(REPO_URI) $(SIGNED_BY)' 'Created-By: Packages' | awk '{ print $1 }' | sort -u)
  main=$(grep -E '/debian/?$' <<<"$sites" | head -n 1) || true
  security=$(grep -E '/debian-security/?$' <<<"$sites" | head -n 1) || true
  [[ -n $main ]] || fail "this machine's apt configuration names no Debian mirror (a source whose address ends in /debian); add one to /etc/apt/sources.list.d"
  echo "$main" "$security"
}

# apt_configuration ARCHITECTURE: an apt of our own beside the machine's, for another release and architecture.
# What the machine's apt.conf.d says (a proxy, for example) still holds.
apt_configuration() {
  local home=$project/out/build/apt-$1 key=/usr/share/keyrings/debian-archive-keyring.gpg main security
  mkdir -p "$home"/{state/lists/partial,cache/archives/partial}
  : >"$home/status"
  read -r main security <<<"$(mirrors)"
  {
    echo "deb [signed-by=$key] $main $suite main non-free-firmware"
    echo "deb [signed-by=$key] $main $suite-updates main non-free-firmware"
    echo "deb [signed-by=$key] $main $kernel_suite main"
    [[ -z $security ]] || echo "deb [signed-by=$key] $security $suite-security main"
  } >"$home/sources.list"
  cat >"$home/apt.conf" <<CONF
Dir::State "$home/state";
Dir::State::status "$home/status";
Dir::Cache "$home/cache";
Dir::Etc::SourceList "$home/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::Etc::Preferences "/dev/null";
Dir::Etc::PreferencesParts "/dev/null";
APT::Architecture "$1";
APT::Architectures "$1";
APT::Install-Recommends "false";
APT::Sandbox::User "root";
Acquire::Languages "none";
CONF
}

# private_apt ARCHITECTURE COMMAND...: an apt command with that configuration and its lists read.
private_apt() {
  local configuration=$project/out/build/apt-$1/apt.conf
  shift
  APT_CONFIG=$configuration "$@"
}

# The lists are read once and stay: a build next week gives the same bytes until someone asks for news with REFRESH=1.
read_lists() {
  local home=$project/out/build/apt-$1
  if [[ ! -f $home/read || -n ${REFRESH-} ]]; then
    apt_configuration "$1"
    private_apt "$1" apt-get -q update || fail "apt could not read the package lists of $suite"
    touch "$home/read"
  fi
}

lists_key() {
  local list
  for list in "$project"/out/build/apt-*/state/lists/*InRelease; do
    [[ ! -f $list ]] || sha256sum <"$list"
  done
  [[ -z ${REFRESH-} ]] || date
}

# fetch ARCHITECTURE PACKAGE[=VERSION]...: prints the path of each package's file, downloaded and verified.
fetch() {
  local arch=$1 line name
  shift
  (cd "$downloads" && private_apt "$arch" apt-get -q download "$@" >&2) || fail "apt could not fetch: $*"
  private_apt "$arch" apt-get download --print-uris "$@" | while read -r line; do
    name=${line#*\' }
    echo "$downloads/${name%% *}"
  done
}

# closure ARCHITECTURE PACKAGE...: these and everything that they depend on, as NAME=VERSION.
closure() {
  local arch=$1
  shift
  private_apt "$arch" apt-get install --simulate "$@" | sed -n 's/^Inst \([^ ]*\) (\([^ ]*\) .*/\1=\2/p'
}

# package_lines FILE...: the lists in packages/, without comments: PACKAGE FILE...
package_lines() { sed -e 's/#.*//' -e '/^ *$/d' -e "s/@arch@/$(architecture)/g" -e "s/@multiarch@/$(multiarch)/g" "$@"; }

# --- programs and what they need ---------------------------------------------------------------------------------------

# needed TREE: what the ELF files below it name: LIBRARY, or /PATH of a loader. Static programs name nothing.
needed() {
  local program
  find "$1" -type f ! -name '*.ko*' -size +1k | while read -r program; do
    [[ $(head -c 4 "$program" | tr -d '\0') == $'\177ELF' ]] || continue
    tool readelf -dl "$program" 2>/dev/null | sed -n -e 's/.*(NEEDED).*\[\(.*\)\]/\1/p' -e 's/.*program interpreter: \(.*\)\]/\1/p'
  done | sort -u
}

# add_libraries POOL TREE: what the programs below TREE need, from the packages unpacked in POOL, until nothing is missing.
add_libraries() {
  local pool=$1 tree=$2 added=yes name path
  while [[ $added ]]; do
    added=
    for name in $(needed "$tree"); do
      if [[ $name == /* ]]; then
        path=usr$name
      else
        path=$(cd "$pool" && find usr/lib -name "$name" | head -n 1)
      fi
      [[ -n $path && -e $pool/$path ]] || fail "a program needs $name, which no package of its list brings"
      if [[ ! -e $tree/$path ]]; then
        mkdir -p "$tree/$(dirname "$path")"
        cp -L "$pool/$path" "$tree/$path"
        added=yes
      fi
    done
  done
}
