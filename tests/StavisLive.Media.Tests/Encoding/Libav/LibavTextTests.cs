using StavisLive.Media.Encoding.Libav;

namespace StavisLive.Media.Tests.Encoding.Libav;

public sealed class LibavTextTests
{
    [Theory]
    [InlineData("/tmp/stavis-trial-a/statistics", "/tmp/stavis-trial-a/statistics")]
    [InlineData(@"C:\Users\Jane O'Hara\statistics", @"C\:\\Users\\Jane O\'Hara\\statistics")]
    public void Escape_Path_IsReadAsItIs(string path, string expected) => Assert.Equal(expected, LibavText.Escape(path));
}
