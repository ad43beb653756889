using StavisLive.Core.Arrays;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Media.Files;

namespace StavisLive.Media.Sinks.Maps;

/// <summary>Writes maps as one float32 array <c>[T,112,112]</c>: row t is the t-th published frame's map.</summary>
/// <remarks>
/// Offline every frame is published, so row t is frame t. Live, frames that were lost before the network have no row;
/// their numbers are in the metrics. Whatever ends the process, the file holds the rows written so far. Maps of stills
/// come all at once, at their end. What an earlier run has left stays until there is something in its place.
/// </remarks>
public sealed class NpyMapSink : ISink
{
    private readonly string _path;
    private NpyRowWriter? _writer;
    private string? _unfinished;
    private long? _wanted;

    /// <param name="path">The .npy file; one that is there is replaced.</param>
    public NpyMapSink(string path) => _path = path;

    /// <inheritdoc />
    public string Name => "maps";

    /// <inheritdoc />
    public bool NeedsPicture => false;

    /// <inheritdoc />
    public Task OpenAsync(SourceDescription source, CancellationToken cancellationToken)
    {
        OutputFile.Check(_path);
        if (source.Kind == SourceKind.Stills) _unfinished = OutputFile.BesideOf(OutputFile.TargetOf(_path));
        _wanted = source.FrameCount;
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(SaliencyResult result, CancellationToken cancellationToken)
    {
        try
        {
            _writer ??= new NpyRowWriter(_unfinished ?? _path, SaliencyMap.Side, SaliencyMap.Side);
            _writer.Append(result.Map.Values);
            return default;
        }
        catch (Exception exception) when (OutputFile.IsOfTheSystem(exception))
        {
            throw OutputFile.Describe(_path, exception);
        }
    }

    /// <inheritdoc />
    public Task CompleteAsync(RunSummary summary, CancellationToken cancellationToken)
    {
        if (_unfinished is null || _writer is null) return Task.CompletedTask;
        _writer.Dispose();
        if (_writer.Rows < _wanted && File.Exists(_path))
            throw new SinkException($"{_path} stays as it was: there are maps of {_writer.Rows} of {_wanted} pictures only.");
        OutputFile.Attempt(_path, path =>
        {
            File.Move(_unfinished, FilePlace.Resolve(path), overwrite: true);
            return true;
        });
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _writer?.Dispose();
        if (_unfinished is not null) File.Delete(_unfinished);
        return default;
    }
}
