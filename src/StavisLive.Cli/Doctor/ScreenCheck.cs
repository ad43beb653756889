using StavisLive.Cli.CommandLine;
using StavisLive.Media.Sinks.Display;

namespace StavisLive.Cli.Doctor;

/// <summary>A screen for the window that shows the overlay.</summary>
internal sealed class ScreenCheck : ICheck
{
    public string Subject => "screen";

    public bool IsNeeded => false;

    public Task<Finding> RunAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Screen.Problem() is { } problem ? Finding.Warning(OptionWords.Of(problem)) : Finding.Ok("windows can be shown"));
}
