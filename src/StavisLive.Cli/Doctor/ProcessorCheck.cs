using System.Globalization;

namespace StavisLive.Cli.Doctor;

/// <summary>Cores and memory.</summary>
internal sealed class ProcessorCheck : ICheck
{
    // The network keeps one busy; capture, encoding and display want another.
    private const int EnoughCores = 2;

    // Network, libtorch and pictures of one stream together stay below it.
    private const double EnoughMemory = 2e9;

    public string Subject => "processor";

    public bool IsNeeded => false;

    public Task<Finding> RunAsync(CancellationToken cancellationToken)
    {
        var cores = Environment.ProcessorCount;
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var message = string.Create(CultureInfo.InvariantCulture, $"{cores} cores, {memory / 1e9:0.0} GB of memory");
        return Task.FromResult((cores < EnoughCores, memory < EnoughMemory) switch
        {
            (true, _) => Finding.Warning($"{message}: live video will skip steps", "give it at least two cores"),
            (_, true) => Finding.Warning($"{message}: little for the network", "give it at least 2 GB"),
            _ => Finding.Ok(message),
        });
    }
}
