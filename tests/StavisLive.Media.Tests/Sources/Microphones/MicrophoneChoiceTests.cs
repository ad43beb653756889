using StavisLive.Core.Sources;
using StavisLive.Media.Sources.Microphones;

namespace StavisLive.Media.Tests.Sources.Microphones;

public sealed class MicrophoneChoiceTests
{
    private static readonly ScriptedAudioSystem Server = new("server",
        new MicrophoneInfo("usb.C920", "HD Pro Webcam C920", "server"),
        new MicrophoneInfo("pci.analog", "Built-in Audio", "server") { IsDefault = true },
        new MicrophoneInfo("pci.monitor", "Monitor of Built-in Audio", "server") { IsMonitor = true });

    private static readonly ScriptedAudioSystem Cards = new("cards", new MicrophoneInfo("plughw:0", "Card", "cards")) { Unlisted = "plughw:7" };
    private static readonly ScriptedAudioSystem Absent = new("absent");

    [Fact]
    public void For_Default_IsTheFirstSystemsThatHasAny() => Assert.Equal(
        new ChosenDevice(Server, null, "default (Built-in Audio)"), MicrophoneChoice.For("default", [Absent, Server, Cards]));

    [Theory]
    [InlineData("usb.C920", "usb.C920")]
    [InlineData("hd pro webcam c920", "usb.C920")]
    [InlineData("c920", "usb.C920")]
    [InlineData("built-in audio", "pci.analog")]
    public void For_Name_IsFoundByNameDescriptionOrAPartOfEither(string wish, string name)
    {
        var chosen = MicrophoneChoice.For(wish, [Server, Cards]);

        Assert.Same(Server, chosen.System);
        Assert.Equal(name, chosen.Name);
    }

    [Fact]
    public void For_UnlistedName_GoesToTheSystemThatKnowsIt() => Assert.Equal(
        new ChosenDevice(Cards, "plughw:7", "plughw:7"), MicrophoneChoice.For("plughw:7", [Server, Cards]));

    [Theory]
    [InlineData("pci")]
    [InlineData("Røde")]
    public void For_NameOfNoneOrOfSeveral_ListsThemWithTheDefaultFirst(string wish)
    {
        var e = Assert.Throws<SourceException>(() => MicrophoneChoice.For(wish, [Server, Cards]));

        Assert.Contains($"\"{wish}\"", e.Message);
        Assert.Contains("Found: pci.analog (Built-in Audio), usb.C920 (HD Pro Webcam C920), pci.monitor", e.Message);
    }

    [Theory]
    [InlineData("default")]
    [InlineData("usb.C920")]
    public void For_NoSystemAtAll_SaysWhyAndWhatToDo(string wish) =>
        Assert.Contains("absent: not there (start it).", Assert.Throws<SourceException>(() => MicrophoneChoice.For(wish, [Absent])).Message);
}
