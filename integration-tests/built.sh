# Finds a JDK, and builds what is not up to date: for ./demo and integration-tests/bench, which set $root and $dist
# and have a function "fail". To be sourced.
# shellcheck shell=sh
# shellcheck disable=SC2154

# The feature number, such as 25, of the JDK in a folder; 0 if there is none.
feature() {
    version=$("$1/bin/javac" -version 2>/dev/null | sed -n 's/^javac \([0-9]*\).*/\1/p')
    printf '%s\n' "${version:-0}"
}

# The folder of a JDK 25 or newer: JAVA_HOME, the one on the PATH, or one in /usr/lib/jvm.
find_jdk() {
    on_path=$(command -v javac || true)
    on_path=$(readlink -f "${on_path:-/none}" || true)
    for home in "${JAVA_HOME:-/none}" "${on_path%/bin/javac}" /usr/lib/jvm/*25*; do
        if [ "$(feature "$home")" -ge 25 ]; then
            printf '%s\n' "$home"
            return
        fi
    done
    fail 'no JDK 25 found. Install one, or let JAVA_HOME name its folder.'
}

# True if everything is built and no source file is newer than the jar that a build makes last.
up_to_date() {
    for program in bastion-server/target/dist/bin/sallyport backend-verifier/target/dist/bin/sallyport-verifier; do
        [ -x "$root/$program" ] || return 1
    done
    for jar in "$dist"/lib/sallyport-integration-tests-*.jar; do
        [ -e "$jar" ] || return 1
        [ -z "$(find "$root"/pom.xml "$root"/*/pom.xml "$root"/*/src/main -type f -newer "$jar" -print -quit)" ] ||
            return 1
    done
}

build() {
    command -v mvn >/dev/null || fail 'mvn (Maven) is not installed, and it is needed for the first build.'
    echo 'Building Sallyport. The first time, this takes a few minutes ...' >&2
    (cd "$root" && JAVA_HOME=$jdk mvn -B -q -Dmaven.test.skip -Dspotless.check.skip package) ||
        fail 'the build failed; its messages are above.'
}
