using StavisLive.Core.Arrays;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Media.Files;

namespace StavisLive.Media.Sinks.Maps;

/// <summary>Writes maps as one float32 array <c>[T,112,112]</c>: row t is the t-th published frame's map.</summary>
/// <remarks>
/// Offline every frame is published, so row t is frame t. Live, frames that were lost before the network have no row;
/// their numbers are in the metrics. Whatever ends the process, the file holds the rows written so far.
/// </remarks>
public sealed class NpyMapSink : ISink
{
    private readonly string _path;
    private NpyRowWriter? _writer;

    /// <param name="path">The .npy file; one that is there is replaced.</param>
    public NpyMapSink(string path) => _path = path;

    /// <inheritdoc />
    public string Name => "maps";

    /// <inheritdoc />
    public bool NeedsPicture => false;

    /// <inheritdoc />
    public Task OpenAsync(SourceDescription source, CancellationToken cancellationToken)
    {
        _writer = OutputFile.Attempt(_path, static path => new NpyRowWriter(path, SaliencyMap.Side, SaliencyMap.Side));
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(SaliencyResult result, CancellationToken cancellationToken)
    {
        try
        {
            _writer!.Append(result.Map.Values);
            return default;
        }
        catch (IOException exception)
        {
            throw OutputFile.Describe(_path, exception);
        }
    }

    /// <inheritdoc />
    public Task CompleteAsync(RunSummary summary, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _writer?.Dispose();
        return default;
    }
}
