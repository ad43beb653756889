using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Media.Encoding.QpRecords;
using StavisLive.Media.Encoding.Regions;
using StavisLive.Media.Encoding.Regions.Gaze;

namespace StavisLive.Media.Sinks.QpMaps;

/// <summary>Writes how each picture's blocks are to differ in quality, as records that encoders elsewhere read.</summary>
/// <remarks>Record n belongs to frame n: for frames that were lost before, live, the last record comes again; before the first, one that changes nothing.</remarks>
public sealed class QpMapSink : ISink
{
    private readonly IQpTarget _target;
    private readonly FoveationOptions _options;
    private readonly int _blockSize;
    private readonly GazeGuide? _gaze;
    private readonly float[] _room = new float[SaliencyMap.Length];
    private DeltaQpPlanner? _planner;
    private byte[]? _last;
    private long _next;

    /// <param name="target">Where to: a file, <c>-</c> or <c>unix:PATH</c>.</param>
    /// <param name="options">How strong, how sharp, within which limits.</param>
    /// <param name="blockSize">Pixels of a block's side.</param>
    /// <param name="gaze">An eye tracker; null: none. Disposed with the sink.</param>
    /// <param name="log">Told of readers.</param>
    public QpMapSink(string target, FoveationOptions options, int blockSize, GazeGuide? gaze, ILogger log)
    {
        _target = target.StartsWith(OutputConfig.SocketPrefix, StringComparison.Ordinal)
            ? new SocketQpTarget(target[OutputConfig.SocketPrefix.Length..], log)
            : new StreamQpTarget(target == "-" ? null : target);
        (_options, _blockSize, _gaze) = (options, blockSize, gaze);
    }

    /// <inheritdoc />
    public string Name => "qpMaps";

    /// <inheritdoc />
    // For their sizes, which may change.
    public bool NeedsPicture => true;

    /// <inheritdoc />
    public Task OpenAsync(SourceDescription source, CancellationToken cancellationToken)
    {
        _gaze?.Open(source.IsLive);
        return _target.OpenAsync(source.IsLive, cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask WriteAsync(SaliencyResult result, CancellationToken cancellationToken)
    {
        var picture = result.PictureOf(this);
        if (_planner?.Current is not { } current || (current.Width, current.Height) != (picture.Width, picture.Height))
            _planner = new DeltaQpPlanner(picture.Width, picture.Height, _options, _blockSize);
        // What a planner holds before its first plan is 0 everywhere.
        if (result.FrameIndex - _next is > 0 and var lost) await _target.WriteAsync(_last ?? QpRecord.Format(_planner.Current), lost).ConfigureAwait(false);
        _last = QpRecord.Format(Plan(result, picture));
        await _target.WriteAsync(_last, count: 1).ConfigureAwait(false);
        _next = result.FrameIndex + 1;
    }

    /// <inheritdoc />
    public Task CompleteAsync(RunSummary summary, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _gaze?.Dispose();
        return _target.DisposeAsync();
    }

    private DeltaQpMap Plan(SaliencyResult result, VideoFrame picture)
    {
        var map = (ReadOnlySpan<float>)result.Map.Values;
        if (_gaze is not null) map = _gaze.Lay(map, result.PresentationTime, picture.Width, picture.Height, _room);
        return _planner!.Plan(map, result.PresentationTime);
    }
}
