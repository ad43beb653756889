using StavisLive.Core.Sinks;
using StavisLive.Media.Rendering;

namespace StavisLive.Server.Feeds.Pictures;

/// <summary>Makes JPEG files of a source's pictures with their heat maps, no more than so many a second.</summary>
/// <param name="look">How heat maps look.</param>
/// <param name="rate">Most pictures per second.</param>
/// <param name="width">Most pixels of a row.</param>
/// <param name="time">The clock.</param>
internal sealed class OverlayMaker(OverlayOptions look, double rate, int width, TimeProvider time) : IFeedMaker<byte[]>
{
    private readonly OverlayPictures _pictures = new(look, width);
    private readonly Pace _pace = new(rate, time);

    /// <inheritdoc />
    public FeedContent Content => FeedContent.Pictures;

    /// <inheritdoc />
    public byte[]? Make(SaliencyResult result, long epoch) => _pace.IsDue() ? _pictures.Encode(result.Picture!, result.Map, result.PresentationTime) : null;

    /// <inheritdoc />
    public void Dispose() => _pictures.Dispose();
}
