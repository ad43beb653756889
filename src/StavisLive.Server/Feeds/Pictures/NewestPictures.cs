using StavisLive.Server.Sources;

namespace StavisLive.Server.Feeds.Pictures;

/// <summary>One picture at a time, for who asks once in a while.</summary>
/// <param name="channels">Where pictures are made.</param>
internal sealed class NewestPictures(FeedChannels channels) : IOverlayPictures
{
    // A source that has pictures has one within a second; one that reconnects may have none for long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The next picture as a JPEG file; null where none comes in time.</summary>
    public Task<byte[]?> JpegAsync(WatchedSource source, CancellationToken cancellationToken) =>
        FirstAsync(channels.Pictures(source), map => map.Picture!.Value.ToArray(), cancellationToken);

    /// <inheritdoc />
    public Task<byte[]?> OverlayJpegAsync(WatchedSource source, CancellationToken cancellationToken) =>
        FirstAsync(channels.Overlays(source), jpeg => jpeg, cancellationToken);

    private static async Task<byte[]?> FirstAsync<T>(FeedChannel<T> channel, Func<T, byte[]> pictureOf, CancellationToken cancellationToken)
        where T : class
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using var subscriber = channel.Subscribe(capacity: 1);
        try
        {
            await foreach (var made in subscriber.ReadAllAsync(patience.Token).ConfigureAwait(false)) return pictureOf(made);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // None came in time.
        }
        return null;
    }
}
