using CsCheck;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;

namespace StavisLive.Core.Tests.Windowing;

public class AudioRingTests
{
    private readonly AudioRing _ring = new();

    [Fact]
    public void Write_StampsRoundedToMilliseconds_JoinsByCount()
    {
        long written = 0;
        for (var block = 0; block < 200; block++)
        {
            // 1,024 samples are 46.44 ms: every stamp is a little off.
            Write(MediaTime.FromMilliseconds((long)Math.Round(written * 1000.0 / AudioFormat.SampleRate)), 1024, i => written + i);
            written += 1024;
        }

        Assert.Equal(written, _ring.Horizon);
        Assert.Equal(Enumerable.Range(100_000, 5000).Select(i => (float)i), Read(100_000, 5000));
    }

    [Fact]
    public void Write_Hole_IsSilence()
    {
        Write(MediaTime.Zero, 100, _ => 1);
        Write(MediaTime.FromSeconds(1), 100, _ => 2);

        Assert.Equal(AudioFormat.SampleRate + 100, _ring.Horizon);
        var heard = Read(0, AudioFormat.SampleRate + 100);
        Assert.All(heard[..100], value => Assert.Equal(1, value));
        Assert.All(heard[100..AudioFormat.SampleRate], value => Assert.Equal(0, value));
        Assert.All(heard[AudioFormat.SampleRate..], value => Assert.Equal(2, value));
    }

    [Fact]
    public void Write_HoleOverOldAudio_LeavesNothingOfIt()
    {
        Write(MediaTime.Zero, 30 * AudioFormat.SampleRate, _ => 1);
        Write(MediaTime.FromSeconds(45), 100, _ => 2);

        Assert.All(Read(31 * AudioFormat.SampleRate, 14 * AudioFormat.SampleRate), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Write_AudioThatComesAgain_IsHeardOnce()
    {
        Write(MediaTime.Zero, 22_050, _ => 1);
        Write(MediaTime.FromMilliseconds(500), 22_050, _ => 2);

        Assert.Equal(22_050 + 11_025, _ring.Horizon);
        Assert.Equal([1, 2], Read(22_049, 2));
    }

    [Fact]
    public void CopyTo_OutsideOfWhatIsThere_GivesZeros()
    {
        Write(MediaTime.FromSeconds(1), 10, _ => 1);

        Assert.Equal([0, 0, 1, 1], Read(AudioFormat.SampleRate - 2, 4));
        Assert.Equal([1, 0, 0], Read(AudioFormat.SampleRate + 9, 3));
    }

    [Fact]
    public void Write_AnyBlockSizes_KeepsTheLastHalfMinute() => Gen.Int[1, 60_000].Array[1, 40].Sample(sizes =>
    {
        var ring = new AudioRing();
        long written = 0;
        foreach (var size in sizes)
        {
            using var block = AudioBlock.Rent(size);
            for (var i = 0; i < size; i++) block.Samples[i] = written + i;
            block.PresentationTime = MediaTime.FromSeconds((double)written / AudioFormat.SampleRate);
            ring.Write(block);
            written += size;
        }
        var begin = Math.Max(0, written - (29 * AudioFormat.SampleRate));
        var heard = new float[written - begin];
        ring.CopyTo(begin, heard);
        Assert.Equal(Enumerable.Range(0, heard.Length).Select(i => (float)(begin + i)), heard);
    }, iter: 20);

    private void Write(MediaTime time, int count, Func<long, float> sample)
    {
        using var block = AudioBlock.Rent(count);
        for (var i = 0; i < count; i++) block.Samples[i] = sample(i);
        block.PresentationTime = time;
        _ring.Write(block);
    }

    private float[] Read(long begin, int count)
    {
        var samples = new float[count];
        _ring.CopyTo(begin, samples);
        return samples;
    }
}
