using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Sources;
using StavisLive.Media.Sources.Cameras;
using StavisLive.Media.Sources.Microphones;
using StavisLive.Media.Sources.Microphones.Pulse;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sources.Microphones;

/// <summary>A scene that flashes and beeps at once, watched by a camera and heard by a microphone.</summary>
public sealed class FlashAndBeepTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly FifoCamera _camera = new();
    private PrivatePulseAudio? _audio;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(PrivatePulseAudio.IsInstalled, "PulseAudio is not installed.");
        _audio = await PrivatePulseAudio.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_audio is not null) await _audio.DisposeAsync();
        _camera.Dispose();
    }

    [Fact]
    public async Task ReadAsync_FlashesAndBeeps_CoincideWithin80Milliseconds()
    {
        Play(seconds: 9);
        await using var source = new MicrophoneSource(
            new CameraSource(_camera.Path, new CameraOptions(), TimeProvider.System, NullLogger.Instance),
            () => new ChosenMicrophone([new PulseSystem(_audio!.Address)], "default", TimeProvider.System),
            keepsTrying: false,
            TimeProvider.System,
            NullLogger.Instance);
        var writer = new LockedMediaWriter(new CollectingMediaWriter());

        await source.OpenAsync(default);
        await Assert.ThrowsAsync<SourceException>(() => source.ReadAsync(writer, default));

        var flashes = writer.Inner.Flashes();
        var beeps = writer.Inner.Beeps();
        // One that the player breaks off for want of a processor is still one.
        var offsets = beeps.Where((beep, index) => index == 0 || beep - beeps[index - 1] > 0.3).Select(beep => flashes.Select(flash => beep - flash).MinBy(Math.Abs)).ToList();
        Assert.InRange(offsets.Count, 4, 9);
        var median = offsets.Order().ElementAt(offsets.Count / 2);
        output.WriteLine($"{offsets.Count} beeps, median {median * 1000:0} ms after their flashes: {string.Join(" ", offsets.Select(offset => $"{offset * 1000:0}"))}");
        Assert.InRange(median, -0.08, 0.08);
    }

    /// <summary>Every second, for a fifth of it, white and a tone: pictures into a FIFO, audio into the room, by one clock.</summary>
    private void Play(int seconds) => _camera.Play(
        seconds,
        [
            "-re", "-f", "lavfi", "-i", "color=black:size=160x120:rate=50,geq=lum='255*lt(mod(T\\,1)\\,0.2)':cb=128:cr=128",
            "-re", "-f", "lavfi", "-i", "aevalsrc=0.5*sin(2*PI*880*t)*lt(mod(t\\,1)\\,0.2):sample_rate=22050:nb_samples=220",
        ],
        [
            "-map", "1:a", "-t", $"{seconds}", "-f", "pulse", "-buffer_duration", "30",
            "-server", _audio!.Address, "-device", PrivatePulseAudio.Room, "scene",
        ]);
}
