using StavisLive.Server.Sources;

namespace StavisLive.Server.Tests.Events.Mqtt;

/// <summary>Has pictures for nobody until so many wait for one.</summary>
internal sealed class MeetingPictures(int count) : IOverlayPictures
{
    private readonly TaskCompletionSource _met = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _asked;

    /// <summary>How many were asked for.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public async Task<byte[]?> OverlayJpegAsync(WatchedSource source, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _asked) == count) _met.TrySetResult();
        await _met.Task.WaitAsync(cancellationToken);
        return "JPEG"u8.ToArray();
    }
}
