using StavisLive.Media.Encoding.Libav;

namespace StavisLive.Media.Tests.Encoding.Libav;

public sealed class LibavLibraryTests
{
    // The layout of its structures is checked on the way: see LibavCheck.
    [Fact]
    public void Get_Installed_IsCheckedAndKnowsRegions()
    {
        var library = LibavLibrary.Get();

        Assert.InRange(library.Version >> 16, 58u, 63u);
        Assert.StartsWith($"libavcodec {library.Version >> 16}.", library.Name);
        Assert.NotNull(library.RegionsKind);
    }

    [Fact]
    public void Get_NotThere_SaysWhatIsLookedFor()
    {
        var error = Assert.Throws<LibavException>(() => LibavLibrary.Get(41, 40));

        Assert.Contains("no libavcodec 40 to 41", error.Message);
        Assert.Contains("install ffmpeg", error.Message);
    }

    [Fact]
    public void Explain_Error_IsTheLibrarysOwn() => Assert.Equal("Invalid argument", LibavLibrary.Get().Explain(-22));
}
