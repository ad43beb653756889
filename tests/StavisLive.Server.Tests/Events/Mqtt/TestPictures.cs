using StavisLive.Server.Sources;

namespace StavisLive.Server.Tests.Events.Mqtt;

/// <summary>Makes the same picture again and again; null: fails.</summary>
internal sealed class TestPictures(byte[]? picture) : IOverlayPictures
{
    public Task<byte[]?> OverlayJpegAsync(WatchedSource source, CancellationToken cancellationToken) =>
        picture is null ? throw new InvalidOperationException("No picture.") : Task.FromResult<byte[]?>(picture);
}
