using StavisLive.Cli.Running;

namespace StavisLive.Cli.Tests.Running;

public sealed class TimeLeftTests
{
    [Theory]
    [InlineData(10, 5, 5, "  0:10 left")]
    [InlineData(10, 1, 400, "  1:06:40 left")]
    [InlineData(3600, 1, 31, "  31:00:00 left")]
    [InlineData(3600, 10, 9_999, "  999:54:00 left")]
    [InlineData(10, 5, -1, "  0:00 left")]
    public void Text_Pace_GoesOnWithIt(int elapsed, long done, long left, string expected) =>
        Assert.Equal(expected, TimeLeft.Text(TimeSpan.FromSeconds(elapsed), done, left));

    [Theory]
    [InlineData(10, 0, 5)]
    [InlineData(0, 0, 0)]
    [InlineData(3600, 1, 1000)]
    [InlineData(3600, 1, long.MaxValue)]
    public void Text_WhatCannotBeTold_IsNothing(int elapsed, long done, long left) =>
        Assert.Equal("", TimeLeft.Text(TimeSpan.FromSeconds(elapsed), done, left));
}
