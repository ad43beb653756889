using StavisLive.Cli.Doctor;
using StavisLive.Media.Sources.Microphones;

namespace StavisLive.Cli.Tests.Doctor;

public sealed class AudioSystemCheckTests
{
    private static readonly MicrophoneInfo Microphone = new("usb", "Webcam C920", "PulseAudio/PipeWire") { IsDefault = true };

    [Fact]
    public void Judge_Microphone_IsOk() => Assert.Equal(Finding.Ok("1 found; the default is Webcam C920"), Judge(Microphone));

    [Fact]
    public void Judge_Muted_SaysHowToUnmute()
    {
        var finding = Judge(Microphone with { IsMuted = true });

        Assert.Equal(Verdict.Warning, finding.Verdict);
        Assert.StartsWith("pactl set-source-mute", finding.Remedy);
    }

    [Fact]
    public void Judge_MonitorOnly_SaysThatItIsNoRoom() => Assert.Contains("what this machine plays", Judge(Microphone with { IsMonitor = true }).Message);

    [Fact]
    public void Judge_None_GivesReasonAndRemedy() =>
        Assert.Equal(Finding.Warning("no server", "start it"), AudioSystemCheck.Judge(new MicrophoneCatalog([], [new AudioSystemProblem("x", "no server", "start it")])));

    private static Finding Judge(MicrophoneInfo microphone) => AudioSystemCheck.Judge(new MicrophoneCatalog([microphone], []));
}
