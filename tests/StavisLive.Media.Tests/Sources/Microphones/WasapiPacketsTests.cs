using System.Runtime.Versioning;
using Microsoft.Extensions.Time.Testing;
using NAudio.CoreAudioApi;
using StavisLive.Core.Media;
using StavisLive.Media.Sources.Microphones;

namespace StavisLive.Media.Tests.Sources.Microphones;

// It asks nothing of Windows but its words.
[SupportedOSPlatform("windows")]
public sealed class WasapiPacketsTests
{
    private const long Second = 10_000_000;

    private static readonly float[] FiftiethOfASecond = [.. Enumerable.Repeat(0.5f, AudioFormat.SampleRate / 50)];

    private readonly FakeTimeProvider _time = new();
    private readonly List<(float[] Samples, double Seconds)> _heard = [];
    private readonly WasapiPackets _packets;

    public WasapiPacketsTests() => _packets = new WasapiPackets(
        (samples, heardAt) => _heard.Add((samples.ToArray(), (double)heardAt / _time.TimestampFrequency)), _time);

    [Fact]
    public void Take_Packet_IsHeardWhenTheCounterSays()
    {
        _packets.Take(FiftiethOfASecond, AudioClientBufferFlags.None, 3 * Second);

        Assert.Equal(FiftiethOfASecond, Assert.Single(_heard).Samples);
        Assert.Equal(3, _heard[0].Seconds, 1e-6);
    }

    [Fact]
    public void Take_EmptyPacketAfterEach_IsPassedOver()
    {
        _packets.Take(FiftiethOfASecond, AudioClientBufferFlags.None, Second);
        _packets.Take([], AudioClientBufferFlags.None, 0);

        Assert.Single(_heard);
    }

    [Fact]
    public void Take_NoTimeStamp_FollowsThePacketBefore()
    {
        _packets.Take(FiftiethOfASecond, AudioClientBufferFlags.None, Second);
        _packets.Take(FiftiethOfASecond, AudioClientBufferFlags.TimestampError, 0);
        _packets.Take(FiftiethOfASecond, AudioClientBufferFlags.TimestampError, 0);

        Assert.Equal([1, 1.02, 1.04], _heard.Select(packet => packet.Seconds), (expected, seen) => Math.Abs(expected - seen) < 1e-6);
    }

    [Fact]
    public void Take_NoTimeStampAtTheBeginning_WasHeardJustNow()
    {
        var now = (double)_time.GetTimestamp() / _time.TimestampFrequency;

        _packets.Take(FiftiethOfASecond, AudioClientBufferFlags.TimestampError, 0);

        Assert.Equal(now - 0.02, _heard[0].Seconds, 1e-6);
    }

    [Fact]
    public void Take_Silent_IsSilenceWhateverLiesInIt()
    {
        _packets.Take(FiftiethOfASecond, AudioClientBufferFlags.Silent, Second);

        Assert.Equal(new float[FiftiethOfASecond.Length], _heard[0].Samples);
    }
}
