using StavisLive.Cli;
using StavisLive.Cli.Running;

if (OperatingSystem.IsWindows()) WindowsConsole.Prepare();
if (OpenFiles.Problem() is { } problem)
{
    // Before anything else is loaded, since that is what there are too few of them for.
    Console.Error.WriteLine("stavis-live: " + problem);
    return ExitCode.Failed;
}
return await StavisCommandLine.RunAsync(args);
