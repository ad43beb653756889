using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Media.Ffmpeg;

namespace StavisLive.Media.Encoding.Process;

/// <summary>A media server, or a loopback camera, that the video is sent to while it happens.</summary>
internal sealed class StreamTarget : VideoTarget
{
    private readonly StreamProtocol _protocol;
    private readonly StreamAddress _address;
    private readonly HiddenOptions? _hidden;

    /// <param name="address">Where to; see <see cref="StreamProtocol"/>.</param>
    /// <exception cref="SinkException">ffmpeg cannot be told of it.</exception>
    public StreamTarget(string address)
    {
        _protocol = StreamProtocol.Of(address);
        _address = StreamAddress.Of(address);
        // ffmpeg would show what it cannot read.
        if (_address.Problem is { } problem) throw new SinkException(problem);
        if (_address.Hidden.Count > 0) _hidden = new HiddenOptions(_address.Hidden);
    }

    /// <inheritdoc />
    public override string Name => _address.Name;

    /// <inheritdoc />
    public override string Address => _address.Visible;

    /// <inheritdoc />
    /// <remarks>Longer than any connection takes that comes to stand at all.</remarks>
    public override TimeSpan? StallLimit => TimeSpan.FromSeconds(10);

    /// <inheritdoc />
    /// <remarks>Less than the pictures wait for it (see <see cref="EncoderArguments.Interleaving"/>): some formats must be in the order of time.</remarks>
    public override MediaTime LongestMissing => MediaTime.FromMilliseconds(250);

    /// <inheritdoc />
    public override IEnumerable<string> Arguments(EncodedVideoFormat format, IEnumerable<string> pictures) =>
        StreamArguments.For(format, pictures, _protocol, _address.Visible, _hidden?.Path);

    /// <inheritdoc />
    public override string WhyItEnded(FfmpegProcess child, int exitCode)
    {
        if (child.Messages.Length == 0) return "it takes nothing any more";
        // A complaint about that file quotes it.
        return _hidden is not null && child.Messages.Contains(_hidden.Path, StringComparison.Ordinal)
            ? "ffmpeg cannot read its key or passphrase"
            : $"ffmpeg says: {child.Reason}";
    }

    /// <inheritdoc />
    public override ValueTask DisposeAsync()
    {
        _hidden?.Dispose();
        return default;
    }
}
