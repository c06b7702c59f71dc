# Read by the scripts beside it: finds Java, builds what is missing or older than its sources, runs a program.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

fail() {
  echo "$1" >&2
  exit 1
}

require_java() {
  java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
  command -v "$java" >/dev/null || fail "Java is needed: install JDK 17 or newer, or set JAVA_HOME"
  local version
  version="$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p')"
  [ "${version%%.*}" -ge 17 ] 2>/dev/null || fail "Java 17 or newer is needed, found: ${version:-unknown}"
}

# Whether anything that goes into the programs is newer than what was built.
is_stale() {
  [ -f "$root/target/built" ] || return 0
  [ -n "$(find "$root" \( -name target -o -name .git -o -name data \) -prune -o -type f \
    \( -path '*/src/main/*' -o -name pom.xml \) -newer "$root/target/built" -print -quit)" ]
}

# Builds all programs when that is needed, one script at a time, and says so.
build() {
  is_stale || return 0
  command -v mvn >/dev/null || fail "Maven 3.8.6 or newer is needed to build"
  mkdir -p "$root/target"
  if command -v flock >/dev/null; then
    exec 9>"$root/target/build.lock"
    flock 9
  fi
  if is_stale; then
    package
  fi
  exec 9>&-
}

package() {
  local log="$root/target/build.log" status=0
  echo "Building (the first time also fetches some 350 MB of libraries) …" >&2
  (cd "$root" && mvn -B -ntp package -Dmaven.test.skip=true 2>&1) | tee "$log" |
    sed -n -u 's/^\[INFO\] Building \(Yizhan.*[^0-9. ]\) *0\..*/  \1/p' >&2 || status=$?
  if [ "$status" -ne 0 ]; then
    grep -m 20 'ERROR' "$log" >&2 || true
    fail "The build failed; all of it: $log"
  fi
  touch "$root/target/built"
}

# Runs class $2 of module $1 with the rest as arguments; JAVA_OPTS is passed on. The jars in YIZHAN_EXT, or else in ext/
# of the checkout, are on the class path behind ours (docs/extending.md).
run() {
  local module="$1" main="$2" ext="${YIZHAN_EXT:-$root/ext}"
  shift 2
  [ -z "${YIZHAN_EXT:-}" ] || [ -d "$YIZHAN_EXT" ] || fail "YIZHAN_EXT is no directory: $YIZHAN_EXT"
  # shellcheck disable=SC2086 # both hold several words
  exec "$java" $program_opts ${JAVA_OPTS:-} -cp "$root/$module/target/classes:$root/$module/target/lib/*:$ext/*" "$main" "$@"
}
