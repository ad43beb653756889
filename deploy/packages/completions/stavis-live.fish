# Completion for fish: the program itself tells what may follow, and files may as well.
complete -c stavis-live -a '(stavis-live "[suggest:"(commandline -C)"]" (commandline -b) 2>/dev/null | string match -v "/*")'
