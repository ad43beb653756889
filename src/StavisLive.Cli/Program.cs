using StavisLive.Cli;

return await StavisCommandLine.RunAsync(args);
