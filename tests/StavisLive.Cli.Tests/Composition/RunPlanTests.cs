using StavisLive.Cli.Composition;
using StavisLive.Core.Configuration;

namespace StavisLive.Cli.Tests.Composition;

public sealed class RunPlanTests
{
    private static readonly OutputConfig NoWindow = new() { Display = false };

    [Fact]
    public void Of_Camera_HasNoMicrophoneUnlessAsked() => Assert.Null(Plan(new SourceConfig { Camera = "0" }).Microphone);

    [Theory]
    [InlineData("none", null)]
    [InlineData("default", "default")]
    [InlineData("usb", "usb")]
    public void Of_Mic_NamesTheMicrophone(string mic, string? microphone) =>
        Assert.Equal(microphone, Plan(new SourceConfig { Camera = "0", Mic = mic }).Microphone);

    [Fact]
    public void Of_RealtimeFileWithMicrophone_IsAllowed() =>
        Assert.Equal("default", Plan(new SourceConfig { Input = "clip.mp4", Realtime = true, Mic = "default" }).Microphone);

    [Fact]
    public void Of_FileWithMicrophoneButNotLive_IsRefused() => Refused(new SourceConfig { Input = "clip.mp4", Mic = "default" }, "--realtime");

    [Fact]
    public void Of_SceneWithMicrophoneButNotLive_IsRefused() => Refused(new SourceConfig { Synthetic = true, Mic = "default" }, "--realtime");

    [Fact]
    public void Of_PicturesWithMicrophone_AreRefused() => Refused(new SourceConfig { Input = "photo.png", Mic = "default" }, "pictures");

    private static RunPlan Plan(SourceConfig source) => RunPlan.Of(new StavisConfig { Source = source, Outputs = NoWindow });

    private static void Refused(SourceConfig source, string because) =>
        Assert.Contains(because, Assert.Single(Assert.Throws<ConfigException>(() => Plan(source)).Problems));
}
