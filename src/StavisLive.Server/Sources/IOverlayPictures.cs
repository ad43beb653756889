namespace StavisLive.Server.Sources;

/// <summary>Makes pictures for people of what a source shows.</summary>
internal interface IOverlayPictures
{
    /// <summary>The newest picture with its heat map, as a JPEG file; null where there is none now.</summary>
    Task<byte[]?> OverlayJpegAsync(WatchedSource source, CancellationToken cancellationToken);
}
