# What tools/camera-checks and tools/network-checks have in common: sourced, not run.
# They set: patience, the seconds that eventually waits; program, the process number of the run that is watched.

failed=0
background=()
trap 'for process in "${background[@]}"; do kill "$process" 2>/dev/null || true; done' EXIT

# expect WHAT COMMAND...: says whether the command succeeds.
expect() {
    local what=$1
    shift
    if "$@"; then echo "ok: $what"; else echo "FAILED: $what"; failed=1; fi
}

# eventually COMMAND...: waits until the command succeeds.
eventually() {
    local waited
    for ((waited = 0; waited < patience; waited++)); do
        "$@" && return
        kill -0 "$program" 2>/dev/null || return
        sleep 1
    done
    return 1
}

# watch_by CONFIG: starts stavis-live. In the background of a script interruptions are ignored, and what is started inherits that.
watch_by() {
    env --default-signal stavis-live --config "$1" &
    program=$!
    background+=("$program")
}

# interrupt_run: ends it as Ctrl+C does.
interrupt_run() {
    local code=0
    kill -INT "$program" || true
    wait "$program" || code=$?
    expect "interrupted, it ends with 130" test "$code" = 130
}

# states: the source's states so far, one that is told again for a new reason counted once.
states() { { grep '"type":"source"' metrics.jsonl || true; } | sed 's/.*"state":"\([a-z]*\)".*/\1/' | uniq | paste -sd ' '; }

# have_ended_in STATES: whether these are the last ones.
have_ended_in() { [[ -e metrics.jsonl && " $(states)" == *" $1" ]]; }

# maps: how many there are; has_maps N: whether as many as that.
maps() { if [[ -e metrics.jsonl ]]; then grep -c '"type":"map"' metrics.jsonl || true; else echo 0; fi; }
has_maps() { (($(maps) >= $1)); }
