using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Time.Testing;
using StavisLive.Server.Kestrel;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Kestrel;

/// <summary>Of four connections, two for one address.</summary>
public sealed class AddressSharesTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RecordingLogger _log = new();
    private readonly ConnectionDelegate _admit;
    private readonly List<TaskCompletionSource> _served = [];

    public AddressSharesTests() => _admit = new AddressShares("Connections", most: 4, mostOfOne: 2, _time, _log).Admit(_ =>
    {
        _served.Add(new TaskCompletionSource());
        return _served[^1].Task;
    });

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", "192.0.2.2")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1", "::ffff:192.0.2.2")]
    [InlineData("2001:db8::1", "2001:db8::ffff:2", "2001:db8:0:1::1")]
    public void Admit_OneAddressHasItsShare_OthersGetIn(string first, string same, string other)
    {
        Assert.True(GetsIn(first));
        Assert.True(GetsIn(same));

        Assert.False(GetsIn(same));
        Assert.True(GetsIn(other));
    }

    [Fact]
    public void Admit_StrangersHaveAll_ThisMachineGetsIn()
    {
        Assert.All(["192.0.2.1", "192.0.2.1", "192.0.2.2", "192.0.2.2"], address => Assert.True(GetsIn(address)));

        Assert.False(GetsIn("192.0.2.3"));
        Assert.All(["127.0.0.1", "::1", "127.0.0.2", "::ffff:127.0.0.1"], address => Assert.True(GetsIn(address)));
        Assert.False(GetsIn("127.0.0.1"));
    }

    [Fact]
    public void Admit_ConnectionHasEnded_MakesRoom()
    {
        Assert.True(GetsIn("192.0.2.1"));
        Assert.True(GetsIn("192.0.2.1"));

        _served[0].SetResult();
        _served[1].SetException(new IOException());

        Assert.True(GetsIn("192.0.2.1"));
        Assert.True(GetsIn("192.0.2.1"));
    }

    [Fact]
    public void Admit_TooMany_IsToldOnceAMinute()
    {
        for (var round = 0; round < 5; round++) GetsIn("192.0.2.1");
        _time.Advance(TimeSpan.FromMinutes(2));
        GetsIn("192.0.2.1");

        Assert.Equal(2, _log.Entries.Count(entry => entry.Text.Contains("192.0.2.1", StringComparison.Ordinal)));
    }

    // Whoever does is served until the test lets it go.
    private bool GetsIn(string address)
    {
        var before = _served.Count;
        _ = _admit(new DefaultConnectionContext { RemoteEndPoint = new IPEndPoint(IPAddress.Parse(address), 1) });
        return _served.Count > before;
    }
}
