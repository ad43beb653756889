using Microsoft.Extensions.Logging;
using OpenCvSharp;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Media.Encoding;
using StavisLive.Media.Encoding.Process;
using StavisLive.Media.Rendering;

namespace StavisLive.Media.Sinks.Restream;

/// <summary>Sends the overlay, or the plain picture, with the source's audio to a media server or a loopback camera, for as long as the stream runs.</summary>
/// <remarks>
/// A receiver that refuses, vanishes or was never there is tried again and again; what comes meanwhile is dropped and counted, and
/// the stream goes on. Pictures of another size, or with other pixels, begin a new connection. Owns its encoder.
/// </remarks>
public sealed class RestreamSink : IAudioSink
{
    private readonly string _address;
    private readonly OverlayRenderer? _renderer;
    private readonly RestreamLink _link;
    private EncodedVideoFormat? _format;

    /// <param name="encoders">Makes an encoder for each connection.</param>
    /// <param name="address">Where to.</param>
    /// <param name="content">What is sent.</param>
    /// <param name="look">How the overlay looks.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Told when the receiver is lost and when it is back.</param>
    public RestreamSink(IVideoEncoderFactory encoders, string address, RestreamContent content, OverlayOptions look, TimeProvider time, ILogger log)
    {
        _address = address;
        _renderer = content == RestreamContent.Overlay ? new OverlayRenderer(look) : null;
        _link = new RestreamLink(encoders, address, "Restreaming", StreamAddress.Of(address).Name, time, log);
    }

    /// <inheritdoc />
    public string Name => "restream";

    /// <inheritdoc />
    public bool NeedsPicture => true;

    /// <summary>Pictures so far that came while there was nobody to send them to.</summary>
    internal long Dropped => _link.Dropped;

    /// <inheritdoc />
    public Task OpenAsync(SourceDescription source, CancellationToken cancellationToken)
    {
        var protocol = StreamProtocol.Of(_address);
        if (protocol.IsCamera && LoopbackCamera.Problem(_address) is { } problem) throw new SinkException(problem);
        var format = EncodedVideoFormat.Of(source);
        // A camera shows; who looks at it takes the sound from elsewhere.
        _format = protocol.IsCamera ? format with { HasAudio = false, EncodedAudio = null } : format;
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async ValueTask WriteAsync(SaliencyResult result, CancellationToken cancellationToken)
    {
        if (!_link.TakesPicture()) return;
        var picture = result.PictureOf(this);
        var overlay = _renderer?.Render(picture, result.Map, result.PresentationTime);
        await _link.SendPictureAsync(_format!.For(picture), encoder => encoder.WriteAsync(overlay is null ? picture.Pixels : Bytes(overlay), result.PresentationTime)).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(AudioBlock block, CancellationToken cancellationToken) =>
        _format!.HasAudio ? _link.SendAudioAsync(encoder => encoder.WriteAsync(block)) : default;

    /// <inheritdoc />
    public ValueTask WriteAsync(AudioPacket packet, CancellationToken cancellationToken) =>
        _format!.HasAudio ? _link.SendAudioAsync(encoder => encoder.WriteAsync(packet)) : default;

    /// <inheritdoc />
    public Task CompleteAsync(RunSummary summary, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync().ConfigureAwait(false);
        _renderer?.Dispose();
    }

    private static unsafe ReadOnlySpan<byte> Bytes(Mat picture) => new(picture.DataPointer, picture.Width * picture.Height * 3);
}
