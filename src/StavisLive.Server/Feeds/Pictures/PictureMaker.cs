using System.Numerics.Tensors;
using StavisLive.Core.Sinks;
using StavisLive.Media.Encoding;
using StavisLive.Media.Rendering;
using StavisLive.Server.Feeds.Maps;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Feeds.Pictures;

/// <summary>Makes messages of a source's pictures with their maps, no more than so many a second.</summary>
/// <param name="source">The source.</param>
/// <param name="rate">Most pictures per second.</param>
/// <param name="width">Most pixels of a row.</param>
/// <param name="time">The clock.</param>
internal sealed class PictureMaker(WatchedSource source, double rate, int width, TimeProvider time) : IFeedMaker<MapMessage>
{
    private readonly JpegEncoder _encoder = new() { MaxWidth = width, MakesPixelsSquare = true };
    private readonly SaliencyScale _scale = new();
    private readonly Pace _pace = new(rate, time);

    /// <inheritdoc />
    public FeedContent Content => FeedContent.Pictures;

    /// <inheritdoc />
    public MapMessage? Make(SaliencyResult result, long epoch)
    {
        var sample = AttentionSample.Of(result, time.GetUtcNow());
        // Of every map, or it would follow the stream more slowly than the program's own overlays do.
        _scale.Follow(result.PresentationTime, TensorPrimitives.Average<float>(result.Map.Values), sample.PeakValue);
        if (!_pace.IsDue()) return null;
        return new MapMessage(
            MapFacts.Of(source.Id, epoch, result, sample), result.Map.Values.ToArray(), _encoder.Encode(result.Picture!), new MapScale(_scale.Floor, _scale.Range));
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }
}
