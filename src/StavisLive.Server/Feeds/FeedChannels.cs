using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration.Serving;
using StavisLive.Media.Rendering;
using StavisLive.Server.Feeds.Maps;
using StavisLive.Server.Feeds.Pictures;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Feeds;

/// <summary>The channels of every source: one for each thing that can be asked for, whoever asks. Thread-safe.</summary>
/// <param name="serve">How many pictures, and how large.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told when one breaks.</param>
internal sealed class FeedChannels(ServeConfig serve, TimeProvider time, ILogger<FeedChannels> log)
{
    // They end with their sources.
    private readonly ConditionalWeakTable<WatchedSource, SourceChannels> _channels = [];

    /// <summary>Every map of a source.</summary>
    public FeedChannel<MapMessage> Maps(WatchedSource source) => Of(source).Maps;

    /// <summary>Pictures of a source with their maps, at the server's rate.</summary>
    public FeedChannel<MapMessage> Pictures(WatchedSource source) => Of(source).Pictures;

    /// <summary>Pictures of a source with heat maps, at the server's rate.</summary>
    public FeedChannel<byte[]> Overlays(WatchedSource source) => Of(source).Overlays;

    private SourceChannels Of(WatchedSource source) => _channels.GetValue(source, source => new SourceChannels(
        new FeedChannel<MapMessage>(source, "maps", () => new MapMaker(source, time), log),
        new FeedChannel<MapMessage>(source, "pictures", () => new PictureMaker(source, serve.PictureRate, serve.PictureWidth, time), log),
        new FeedChannel<byte[]>(source, "overlays", () => new OverlayMaker(LookOf(source), serve.PictureRate, serve.PictureWidth, time), log)));

    private static OverlayOptions LookOf(WatchedSource source) => source.Plan?.Config.Outputs is { } outputs
        ? new OverlayOptions { Opacity = outputs.Opacity, Colormap = outputs.Colormap }
        : new OverlayOptions();

    private sealed record SourceChannels(FeedChannel<MapMessage> Maps, FeedChannel<MapMessage> Pictures, FeedChannel<byte[]> Overlays);
}
