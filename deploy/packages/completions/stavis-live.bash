# Completion for bash: the program itself tells what may follow; where it knows nothing, files may.
_stavis_live() {
    local word=${COMP_WORDS[COMP_CWORD]}
    mapfile -t COMPREPLY < <(
        compgen -W "$("${COMP_WORDS[0]}" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null | grep -v '^[/]')" -- "$word"
    )
}
complete -o default -F _stavis_live stavis-live
