using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Core.Synchronization;
using StavisLive.Media.Sources.Microphones;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sources.Microphones;

public sealed class MicrophoneSourceTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TestFrames _frames;
    private readonly ScriptedMicrophone _microphone = new();
    private readonly Queue<ScriptedMicrophone> _microphones = new();
    private readonly CollectingMediaWriter _output = new();
    private readonly RecordingLogger _log = new();

    public MicrophoneSourceTests()
    {
        _frames = new TestFrames(_time);
        _microphones.Enqueue(_microphone);
    }

    [Fact]
    public async Task OpenAsync_PicturesOnly_SaysThatThereIsAudio()
    {
        await using var source = Source((_, _) => Task.CompletedTask);

        var description = await source.OpenAsync(default);

        Assert.True(description.HasAudio);
        Assert.Contains(_log.Entries, entry => entry.Text.Contains("Listening to scripted"));
    }

    [Fact]
    public async Task OpenAsync_MicrophoneCannotBeOpened_FailsBeforeThePictures()
    {
        var pictures = new ScriptedSource(TestFrames.Description(isLive: true), (_, _) => Task.CompletedTask) { OpenFailure = new SourceException("pictures were opened") };
        var microphone = new ScriptedMicrophone { OpenFailure = new SourceException("no such microphone") };
        await using var source = new MicrophoneSource(pictures, () => microphone, keepsTrying: false, _time, _log);

        Assert.Contains("no such microphone", (await Assert.ThrowsAsync<SourceException>(() => source.OpenAsync(default))).Message);
    }

    [Fact]
    public async Task ReadAsync_MicrophoneIsNotThereYetAndWaitedFor_IsHeardOnceItIs()
    {
        _microphones.Clear();
        var there = new ScriptedMicrophone();
        foreach (var next in new[] { Absent(), Absent(), there }) _microphones.Enqueue(next);
        await using var source = Source(
            async (output, _) =>
            {
                await output.WriteAsync(_frames.Make(0, MediaTime.Zero), default);
                await AdvanceUntilAsync(() => there.IsListening);
                there.OnSamples(new float[441], _time.GetTimestamp());
            },
            keepsTrying: true);

        var description = await source.OpenAsync(default);
        await source.ReadAsync(_output, default);

        Assert.True(description.HasAudio);
        Assert.Equal((1, 1), (_output.Frames.Count, _output.Blocks.Count));
        Assert.Equal(["No such microphone. The run begins without sound until it is there", "Listening to scripted"], _log.Entries.Select(entry => entry.Text));

        static ScriptedMicrophone Absent() => new() { OpenFailure = new SourceException("No such microphone.") };
    }

    [Fact]
    public async Task ReadAsync_Audio_LiesOnThePicturesLineByTheMomentItWasHeard()
    {
        var begin = _time.GetTimestamp();
        await RunAsync(async output =>
        {
            // Heard before the first picture: there is no line yet.
            _microphone.OnSamples(new float[441], begin + Ticks(2.48));
            _time.Advance(TimeSpan.FromSeconds(2));
            await output.WriteAsync(_frames.Make(0, MediaTime.Zero), default);
            _microphone.OnSamples([0.5f, .. new float[440]], begin + Ticks(2.5));
            _microphone.OnSamples(new float[441], begin + Ticks(2.53));
        });

        // The second block follows the first by count, whatever its own report says. Half a kernel of the resampler waits.
        Assert.Equal([0.5, 0.52 - (16.0 / 22050)], _output.Blocks.Select(block => block.Time.Seconds), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(0.5f, _output.Samples[0], 1e-3f);
    }

    [Fact]
    public async Task ReadAsync_AudioOfThePicturesOwn_IsLeftOut()
    {
        await RunAsync(async output =>
        {
            await output.WriteAsync(_frames.Make(0, MediaTime.Zero), default);
            await output.WriteAsync(AudioBlock.Rent(100), default);
            await output.WriteAsync(AudioPacket.Rent(100), default);
        });

        Assert.Equal(['f'], _output.Order);
    }

    [Fact]
    public async Task ReadAsync_MicrophoneIsLost_GoesOnAndSaysSoOnce()
    {
        await RunAsync(async output =>
        {
            await output.WriteAsync(_frames.Make(0, MediaTime.Zero), default);
            _microphone.OnSamples(new float[441], _time.GetTimestamp());
            _microphone.Lose("it was unplugged");
            await _log.UntilAsync(entry => entry.Level == LogLevel.Warning);
            for (var index = 1; index < 5; index++)
            {
                await output.WriteAsync(_frames.Make(index, MediaTime.FromSeconds(index / 25.0)), default);
            }
        });

        Assert.Equal(5, _output.Frames.Count);
        Assert.Single(_output.Blocks);
        var warning = Assert.Single(_log.Entries, entry => entry.Level == LogLevel.Warning);
        Assert.Contains("scripted is lost: it was unplugged", warning.Text);
    }

    [Fact]
    public async Task ReadAsync_MicrophoneComesBack_IsHeardAgainAndSaysSoOnce()
    {
        var absent = new ScriptedMicrophone { OpenFailure = new SourceException("not there yet") };
        var mute = new ScriptedMicrophone();
        var back = new ScriptedMicrophone();
        foreach (var next in new[] { absent, mute, back }) _microphones.Enqueue(next);

        await RunAsync(async output =>
        {
            await output.WriteAsync(_frames.Make(0, MediaTime.Zero), default);
            _microphone.OnSamples(new float[441], _time.GetTimestamp());
            _microphone.Lose("it was unplugged");
            await AdvanceUntilAsync(() => mute.IsListening);
            // Opens, but gives nothing: it has not come back.
            mute.Lose("it has given no sound for 2 s");
            await AdvanceUntilAsync(() => back.IsListening);
            back.OnSamples(new float[441], _time.GetTimestamp());
            back.OnSamples(new float[441], _time.GetTimestamp() + Ticks(0.02));
        });

        Assert.Equal(3, _output.Blocks.Count);
        Assert.True(absent.IsDisposed && mute.IsDisposed && back.IsDisposed);
        Assert.Equal(
            ["Listening to scripted", "Microphone scripted is lost: it was unplugged. The run goes on without sound until it is back", "Microphone scripted is back"],
            _log.Entries.Select(entry => entry.Text));
    }

    [Fact]
    public async Task ReadAsync_SecondsOfAudio_TellHowItLies()
    {
        var reading = await RunAsync(async output =>
        {
            var begin = _time.GetTimestamp();
            await output.WriteAsync(_frames.Make(0, MediaTime.Zero), default);
            for (var block = 0; block < 1500; block++) _microphone.OnSamples(new float[441], begin + Ticks(block * 0.02 * 1.0001));
        });

        // Its clock takes longer for a second than ours: it is slow.
        Assert.Equal(-100, reading!.DriftPpm!.Value, 10.0);
        Assert.InRange(reading.OffsetMilliseconds, -1, 1);
    }

    [Fact]
    public async Task ReadAsync_PicturesFail_IsTheirFailure()
    {
        await using var source = Source((_, _) => throw new SourceException("camera unplugged"));
        await source.OpenAsync(default);

        Assert.Equal("camera unplugged", (await Assert.ThrowsAsync<SourceException>(() => source.ReadAsync(_output, default))).Message);
    }

    [Fact]
    public async Task DisposeAsync_Source_DisposesBoth()
    {
        var pictures = new ScriptedSource(TestFrames.Description(isLive: true), (_, _) => Task.CompletedTask);
        await new MicrophoneSource(pictures, () => _microphone, keepsTrying: false, _time, _log).DisposeAsync();

        Assert.True(pictures.IsDisposed);
        Assert.True(_microphone.IsDisposed);
    }

    private async Task<SyncReading?> RunAsync(Func<IMediaWriter, Task> pictures)
    {
        await using var source = Source((output, _) =>
        {
            Assert.True(_microphone.IsListening);
            return pictures(output);
        });
        await source.OpenAsync(default);
        await source.ReadAsync(_output, default);
        return source.Sync.Reading;
    }

    private async Task AdvanceUntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Eventually.Patience);
        while (!condition())
        {
            _time.Advance(TimeSpan.FromSeconds(0.1));
            await Task.Delay(10, patience.Token);
        }
    }

    private MicrophoneSource Source(Func<IMediaWriter, CancellationToken, Task> pictures, bool keepsTrying = false) =>
        new(new ScriptedSource(TestFrames.Description(isLive: true), pictures), _microphones.Dequeue, keepsTrying, _time, _log);

    private long Ticks(double seconds) => (long)(seconds * _time.TimestampFrequency);
}
