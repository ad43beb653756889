using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Core.Synchronization;

namespace StavisLive.Core.Tests.Sessions;

/// <summary>A source that does what a test says and lets the test tell its state and its sync.</summary>
/// <param name="description">What it is once the test lets it open.</param>
/// <param name="time">Clock of its states.</param>
/// <param name="script">What it hands over.</param>
internal sealed class MonitoredSource(SourceDescription description, TimeProvider time, Func<IMediaWriter, CancellationToken, Task> script)
    : ISource, IReportsState, IMeasuresSync
{
    public string Name => "monitored";

    public SourceMonitor Monitor { get; } = new(time);

    public SyncMonitor Sync { get; } = new(time);

    /// <summary>Lets it open, or fail to.</summary>
    public TaskCompletionSource Opening { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task<SourceDescription> OpenAsync(CancellationToken cancellationToken)
    {
        await Opening.Task.WaitAsync(cancellationToken);
        return description;
    }

    public Task ReadAsync(IMediaWriter output, CancellationToken cancellationToken) => script(output, cancellationToken);

    public ValueTask DisposeAsync() => default;
}
