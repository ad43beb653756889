using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Media.Files;

namespace StavisLive.Media.Sinks.Metrics;

/// <summary>
/// Writes metrics as JSON lines: one object per published frame and per change of the source's state or audio, at the end one for
/// the whole run.
/// </summary>
/// <remarks>
/// Every line goes to the file as it is made, without a buffer on this side: whoever follows the file sees it at once,
/// and nothing is lost with the process. What an earlier run has left stays until there is a first result, or for good where lines go on
/// behind it. A file that somebody has emptied, renamed or removed since, as log rotation does, begins anew. Several programs of one
/// Linux machine may write to one file. Times are in milliseconds, presentation times in seconds.
/// </remarks>
public sealed class MetricsSink : IStateSink
{
    private readonly string _path;
    private readonly long _epoch;
    private readonly bool _goesOn;
    private readonly ArrayBufferWriter<byte> _line = new(512);
    private readonly Utf8JsonWriter _json;
    private Stream? _file;
    private string? _identity;
    private bool _keepsEarlier;

    /// <param name="path">Where to: a file, or <c>-</c> for standard output.</param>
    /// <param name="epoch">Which of a cluster's beginnings of the stream this is: part of every line, unless it is 0.</param>
    /// <param name="goesOn">Whether lines go on behind what a file holds; else it is replaced.</param>
    public MetricsSink(string path, long epoch = 0, bool goesOn = false)
    {
        (_path, _epoch, _goesOn) = (path, epoch, goesOn);
        _json = new Utf8JsonWriter(_line);
    }

    /// <inheritdoc />
    public string Name => "metrics";

    /// <inheritdoc />
    public bool NeedsPicture => false;

    /// <inheritdoc />
    public Task OpenAsync(SourceDescription source, CancellationToken cancellationToken)
    {
        if (_path == OutputConfig.StandardOutput) _file = StandardOutput.Open();
        else OpenFile(_goesOn);
        _keepsEarlier = !_goesOn && _file.CanSeek && _file.Length > 0;
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(SaliencyResult result, CancellationToken cancellationToken)
    {
        if (_keepsEarlier) Empty();
        MetricsJson.Write(_json, result, _epoch);
        WriteLine();
        return default;
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(SourceStateChange change, CancellationToken cancellationToken)
    {
        MetricsJson.Write(_json, change, _epoch);
        WriteLine();
        return default;
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(AudioChange change, CancellationToken cancellationToken)
    {
        MetricsJson.Write(_json, change, _epoch);
        WriteLine();
        return default;
    }

    /// <inheritdoc />
    public Task CompleteAsync(RunSummary summary, CancellationToken cancellationToken)
    {
        MetricsJson.Write(_json, summary, _epoch);
        WriteLine();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_file is not null) await _file.DisposeAsync().ConfigureAwait(false);
        await _json.DisposeAsync().ConfigureAwait(false);
    }

    [MemberNotNull(nameof(_file))]
    private void OpenFile(bool goesOn)
    {
        _file = AppendedFile.Open(_path);
        _identity = FileStatus.Of(_path)?.Identity;
        // A run that was killed, or whose disk was full, may have left half a line.
        if (goesOn) AppendedFile.EndLine(_file, _path);
    }

    private void FollowRotation()
    {
        if (_path == OutputConfig.StandardOutput || !_file!.CanSeek) return;
        if (FileStatus.Of(_path)?.Identity == _identity) return;
        _file.Dispose();
        OpenFile(goesOn: true);
    }

    private void Empty()
    {
        OutputFile.Attempt(_path, _ =>
        {
            _file!.SetLength(0);
            return true;
        });
        _keepsEarlier = false;
    }

    private void WriteLine()
    {
        _json.Flush();
        _line.Write("\n"u8);
        _json.Reset();
        // Lines wait for the first result.
        if (_keepsEarlier) return;
        try
        {
            FollowRotation();
            AppendedFile.Write(_file!, _line.WrittenSpan);
        }
        catch (Exception exception) when (exception is not ReaderGoneException && OutputFile.IsOfTheSystem(exception))
        {
            if (_path == OutputConfig.StandardOutput) throw new SinkException($"Standard output (`outputs.metrics`) cannot be written: {exception.Message}.", exception);
            throw OutputFile.Describe(_path, exception);
        }
        _line.ResetWrittenCount();
    }
}
