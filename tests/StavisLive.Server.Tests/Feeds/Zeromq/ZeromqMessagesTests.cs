using System.Runtime.InteropServices;
using System.Text;
using StavisLive.Core.Sources;
using StavisLive.Server.Feeds.Zeromq;
using StavisLive.Server.Sources;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Feeds.Zeromq;

/// <summary>What goes over the wire, byte for byte.</summary>
public sealed class ZeromqMessagesTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 1, 14, 0, 3, 200, TimeSpan.FromHours(2));

    [Fact]
    public void State_TimeOfAnyZone_IsInUtcWithAZ()
    {
        var message = ZeromqMessages.State(ZeromqMessages.States("hall"), "hall", 0, new SourceStateChange(SourceState.Live, null, At, 1));

        const string Header = """{"type":"state","source":"hall","state":"live","reason":null,"at":"2026-01-01T12:00:03.2Z"}""";
        byte[] expected = [1, 10, .. "state/hall"u8, 0, (byte)Header.Length, .. Encoding.UTF8.GetBytes(Header)];
        Assert.Equal(expected, message.Wire);
    }

    [Fact]
    public void Map_OneOfAResult_HasTopicHeaderAndValues()
    {
        using var result = TestResults.Make(0, TestResults.Blob(3, 4));

        var wire = ZeromqMessages.Map(ZeromqMessages.Maps("hall"), "hall", 0, result, AttentionSample.Of(result, At)).Wire;

        var values = MemoryMarshal.AsBytes(result.Map.Values);
        byte[] beginning = [1, 8, .. "map/hall"u8, 3];
        Assert.Equal(beginning, wire[..beginning.Length]);
        Assert.Contains("\"at\":\"2026-01-01T12:00:03.2Z\"", Encoding.UTF8.GetString(wire));
        // The last frame: its length has eight bytes.
        byte[] length = [2, 0, 0, 0, 0, 0, 0, (byte)(values.Length >> 8), (byte)values.Length];
        Assert.Equal(length, wire[^(values.Length + length.Length)..^values.Length]);
        Assert.True(values.SequenceEqual(wire.AsSpan()[^values.Length..]));
    }
}
