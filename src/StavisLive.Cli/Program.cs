using StavisLive.Cli.CommandLine;

return await StavisCommandLine.RunAsync(args);
