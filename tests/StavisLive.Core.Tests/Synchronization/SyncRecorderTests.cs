using StavisLive.Core.Media;
using StavisLive.Core.Synchronization;

namespace StavisLive.Core.Tests.Synchronization;

public sealed class SyncRecorderTests
{
    private static readonly double[] Events = [1.0, 3.0, 4.4, 7.6, 9.5];

    private readonly SyncRecorder _recorder = new();
    private readonly FramePool _pool = new(64, 48);
    private readonly Random _random = new(1);

    [Fact]
    public async Task Measure_SmallLampInARoomWhereThingsMove_AndClaps_FindsTheOffset()
    {
        await ShowAsync(seconds: 11, Lamp);
        await PlayAsync(seconds: 11, offset: -0.12, room: 0.005f, clap: 0.4f);

        var measured = _recorder.Measure();

        Assert.Equal(5, measured.Pairs);
        // Pictures are 40 ms apart, and show what began between them late.
        Assert.InRange(measured.OffsetMilliseconds, -120 - 41, -119);
    }

    [Fact]
    public async Task Measure_NoFlash_SaysSo()
    {
        await ShowAsync(seconds: 5, _ => 0);
        await PlayAsync(seconds: 5, offset: 0, room: 0.001f, clap: 0.4f);

        Assert.Contains("No flash was seen in 125 pictures, though 3 sounds", Assert.Throws<SyncNotFoundException>(() => _recorder.Measure()).Message);
    }

    [Fact]
    public async Task Measure_NoAudio_SaysSo()
    {
        await ShowAsync(seconds: 5, Lamp);
        Assert.Contains("`source.mic`", Assert.Throws<SyncNotFoundException>(() => _recorder.Measure()).Message);

        await PlayAsync(seconds: 5, offset: 0, room: 0.01f, clap: 0);
        Assert.Contains("No beep or clap was heard in 5 s", Assert.Throws<SyncNotFoundException>(() => _recorder.Measure()).Message);
    }

    [Fact]
    public void Measure_Nothing_SaysSo() =>
        Assert.Contains("No picture came", Assert.Throws<SyncNotFoundException>(() => _recorder.Measure()).Message);

    // For a tenth of a second.
    private static int Lamp(double time) => Events.Any(begin => time >= begin && time < begin + 0.1) ? 120 : 0;

    private async Task ShowAsync(double seconds, Func<double, int> lamp)
    {
        for (var index = 0; index < seconds * 25; index++)
        {
            var frame = _pool.Rent();
            frame.PresentationTime = MediaTime.FromSeconds(index / 25.0);
            for (var y = 0; y < 48; y++)
            {
                for (var x = 0; x < 64; x++)
                {
                    var isLamp = y is >= 6 and < 12 && x is >= 16 and < 24;
                    // A grey room, noise, and a slightly brighter bar that wanders.
                    var value = 60 + _random.Next(20) + (isLamp ? lamp(index / 25.0) : 0) + (Math.Abs(x - (index / 2 % 64)) < 3 ? 30 : 0);
                    frame.Pixels.Slice(((y * 64) + x) * 3, 3).Fill((byte)value);
                }
            }
            await _recorder.WriteAsync(frame, default);
        }
    }

    private async Task PlayAsync(double seconds, double offset, float room, float clap)
    {
        const int Block = 441;
        for (var begin = 0; begin < seconds * AudioFormat.SampleRate; begin += Block)
        {
            var block = AudioBlock.Rent(Block);
            block.PresentationTime = MediaTime.FromSeconds(begin / (double)AudioFormat.SampleRate);
            for (var i = 0; i < Block; i++)
            {
                var time = (begin + i) / (double)AudioFormat.SampleRate;
                var since = Events.Select(start => time - start - offset).Where(after => after >= 0).DefaultIfEmpty(10).Min();
                var noise = (_random.NextSingle() * 2) - 1;
                block.Samples[i] = (room * noise) + (clap * noise * (float)Math.Exp(-since / 0.02));
            }
            await _recorder.WriteAsync(block, default);
        }
    }
}
