# Completion for fish: the program itself tells what may follow, and files may as well.
function __stavis_live_complete
    set -l line (commandline -cp | string collect)
    stavis-live "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null | string match -v '/*'
end
complete -c stavis-live -a '(__stavis_live_complete)'
