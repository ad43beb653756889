using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Media;
using StavisLive.Core.Sources.Reconnection;

namespace StavisLive.Core.Tests.Sources.Reconnection;

public sealed class TimelineOriginTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TimelineOrigin _origin;
    private readonly long _begin;

    public TimelineOriginTests()
    {
        _origin = new TimelineOrigin(_time);
        _begin = _time.GetTimestamp();
    }

    [Fact]
    public void TimeOf_NoPictureYet_IsUnknown() => Assert.Null(_origin.TimeOf(_time.GetTimestamp()));

    [Fact]
    public void TimeOf_PicturesStampedByTheClock_IsTheirLine()
    {
        Learn(at: 0.25, stamped: 0);
        Learn(at: 0.29, stamped: 0.04);

        Assert.Equal(0.75, _origin.TimeOf(_begin + _time.TimestampFrequency)!.Value.Seconds, 1e-6);
    }

    [Fact]
    public void TimeOf_PicturesThatComeLate_IsTheLeastLateOnesLine()
    {
        Learn(at: 0.5, stamped: 0);
        Learn(at: 0.51, stamped: 0.1);
        Learn(at: 0.9, stamped: 0.2);

        Assert.Equal(0.59, _origin.TimeOf(_begin + _time.TimestampFrequency)!.Value.Seconds, 1e-6);
    }

    [Fact]
    public void TimeOf_CameraClockRunsSlow_Follows()
    {
        // One percent for a minute: without following the line would be off by 600 ms.
        for (var stamped = 0.0; stamped < 60; stamped += 0.04) Learn(at: (stamped * 1.01) + 0.1, stamped);

        Assert.InRange(_origin.TimeOf(_time.GetTimestamp())!.Value.Seconds, 59.9, 60.15);
    }

    private void Learn(double at, double stamped)
    {
        _time.Advance(TimeSpan.FromSeconds(at) - _time.GetElapsedTime(_begin));
        _origin.Learn(MediaTime.FromSeconds(stamped), _time.GetTimestamp());
    }
}
