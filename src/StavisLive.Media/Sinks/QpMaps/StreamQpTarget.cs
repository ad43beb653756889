using StavisLive.Core.Sinks;
using StavisLive.Media.Files;

namespace StavisLive.Media.Sinks.QpMaps;

/// <summary>Records in a file or in standard output. Each is one write without a buffer: whatever ends the process, those before are there.</summary>
/// <param name="path">The file, whose content is replaced with the first record; null: standard output.</param>
internal sealed class StreamQpTarget(string? path) : IQpTarget
{
    private Stream? _stream;

    /// <inheritdoc />
    public Task OpenAsync(bool isLive, CancellationToken cancellationToken)
    {
        if (path is not null) OutputFile.Check(path);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(byte[] record, long count)
    {
        try
        {
            // Here and not before, since a pipe waits for its reader.
            _stream ??= path is null ? StandardOutput.Open() : new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
            for (; count > 0; count--) _stream.Write(record);
            return default;
        }
        catch (Exception e) when (e is not ReaderGoneException && OutputFile.IsOfTheSystem(e))
        {
            throw path is null ? new SinkException($"Standard output (`outputs.qpMaps`) cannot be written: {e.Message}.", e) : OutputFile.Describe(path, e);
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _stream?.DisposeAsync() ?? default;
}
