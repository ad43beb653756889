using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;

namespace StavisLive.Benchmarks.Measurements;

/// <summary>Takes note of when the map of a flash's first picture was published.</summary>
internal sealed class FlashSink(TimeProvider time) : ISink
{
    // Between the pattern's dark grey (0x30) and its white.
    private const int Bright = 160;

    private bool _wasBright = true;

    /// <summary>When, in milliseconds since 1970.</summary>
    public List<double> SeenAt { get; } = [];

    public string Name => "flashes";

    public bool NeedsPicture => true;

    public Task OpenAsync(SourceDescription source, CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask WriteAsync(SaliencyResult result, CancellationToken cancellationToken)
    {
        var picture = result.Picture!;
        var isBright = picture.Row(picture.Height / 2, picture.Width / 2, 1)[0] > Bright;
        if (isBright && !_wasBright) SeenAt.Add((time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMilliseconds);
        _wasBright = isBright;
        return default;
    }

    public Task CompleteAsync(RunSummary summary, CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => default;
}
