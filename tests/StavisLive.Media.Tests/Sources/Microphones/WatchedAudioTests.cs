using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Sources;
using StavisLive.Media.Sources.Microphones;

namespace StavisLive.Media.Tests.Sources.Microphones;

public sealed class WatchedAudioTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource _ended = new();
    private AudioHandler? _give;
    private int _heard;

    [Fact]
    public async Task ListenAsync_DeviceStallsWithoutAnError_IsLost()
    {
        var listening = ListenAsync(CancellationToken.None);
        for (var second = 0; second < 20; second++)
        {
            _give!(new float[441], 0);
            _time.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.False(listening.IsCompleted);

        _time.Advance(Limit);

        Assert.Equal("it has given no sound for 5 s", (await Assert.ThrowsAsync<SourceException>(() => listening)).Message);
        Assert.Equal(20 * 441, _heard);
    }

    [Fact]
    public async Task ListenAsync_DeviceThatNeverBegins_IsLost()
    {
        var listening = ListenAsync(CancellationToken.None);

        _time.Advance(Limit);

        await Assert.ThrowsAsync<SourceException>(() => listening);
    }

    [Fact]
    public async Task ListenAsync_DeviceGoesAway_TellsItsOwnReason()
    {
        var listening = ListenAsync(CancellationToken.None);

        _ended.SetException(new SourceException("it was unplugged"));

        Assert.Equal("it was unplugged", (await Assert.ThrowsAsync<SourceException>(() => listening)).Message);
    }

    [Fact]
    public async Task ListenAsync_NobodyWantsMore_Ends()
    {
        using var stop = new CancellationTokenSource();
        var listening = ListenAsync(stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listening);
    }

    private Task ListenAsync(CancellationToken cancellationToken) => WatchedAudio.ListenAsync(
        handler =>
        {
            _give = handler;
            return _ended.Task;
        },
        (samples, _) => _heard += samples.Length, Limit, _time, cancellationToken);
}
