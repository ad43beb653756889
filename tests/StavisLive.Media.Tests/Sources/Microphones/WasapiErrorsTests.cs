using System.Runtime.InteropServices;
using StavisLive.Core.Sources;
using StavisLive.Media.Sources.Microphones;

namespace StavisLive.Media.Tests.Sources.Microphones;

// It asks nothing of Windows: what that answers is given here.
public sealed class WasapiErrorsTests
{
    /// <summary>E_FAIL, E_ACCESSDENIED, ERROR_FILE_NOT_FOUND, E_INVALIDARG and a class that is not registered, as .NET makes exceptions of them.</summary>
    public static TheoryData<Exception> Answers => [new COMException("It failed."), .. new[] { 0x80070005, 0x80070002, 0x80070057, 0x80040154 }.Select(number => Marshal.GetExceptionForHR((int)number, -1)!)];

    [Theory]
    [MemberData(nameof(Answers))]
    public void Listing_AnyErrorOfWindows_IsASystemThatDoesNotAnswer(Exception answer)
    {
        var e = Assert.Throws<AudioSystemException>(() => WasapiErrors.Listing<int>(() => throw answer));

        Assert.Equal(answer.Message.TrimEnd('.'), e.Message);
        Assert.Contains("Windows Audio", e.Remedy);
    }

    [Fact]
    public void Listing_NoMicrophone_IsSaidAsItIs()
    {
        var none = new AudioSystemException("no microphone", "plug one in");

        Assert.Same(none, Assert.Throws<AudioSystemException>(() => WasapiErrors.Listing<int>(() => throw none)));
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task OpeningAsync_AnyErrorOfWindows_IsARefusalThatNamesTheSetting(Exception answer)
    {
        var e = await Assert.ThrowsAsync<SourceException>(() => WasapiErrors.OpeningAsync("default", () => throw answer));

        Assert.StartsWith("Microphone default cannot be opened: ", e.Message);
        Assert.EndsWith("Does Windows allow it (Settings, Privacy, Microphone)?", e.Message);
    }

    [Fact]
    public async Task OpeningAsync_Cancelled_IsNoRefusal() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WasapiErrors.OpeningAsync("default", () => Task.FromCanceled(new CancellationToken(true))));
}
