using StavisLive.Core.Media;
using StavisLive.Media.Ffmpeg;

namespace StavisLive.Media.Encoding.Process;

/// <summary>A media server, or a loopback camera, that the video is sent to while it happens.</summary>
internal sealed class StreamTarget : VideoTarget
{
    private readonly StreamProtocol _protocol;
    private readonly StreamAddress _address;
    private readonly HiddenOptions? _hidden;

    /// <param name="address">Where to; see <see cref="StreamProtocol"/>.</param>
    public StreamTarget(string address)
    {
        _protocol = StreamProtocol.Of(address);
        _address = StreamAddress.Of(address);
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
    /// <remarks>Less than the pictures wait for it (see <see cref="StreamArguments"/>): some formats must be in the order of time.</remarks>
    public override MediaTime LongestMissing => MediaTime.FromMilliseconds(250);

    /// <inheritdoc />
    public override IEnumerable<string> Arguments(EncodedVideoFormat format, IEnumerable<string> pictures) =>
        StreamArguments.For(format, pictures, _protocol, _address.Visible, _hidden?.Path);

    /// <inheritdoc />
    public override string WhyItEnded(FfmpegProcess child, int exitCode) =>
        child.Messages.Length > 0 ? $"ffmpeg says: {child.Reason}" : "it takes nothing any more";

    /// <inheritdoc />
    public override ValueTask DisposeAsync()
    {
        _hidden?.Dispose();
        return default;
    }
}
