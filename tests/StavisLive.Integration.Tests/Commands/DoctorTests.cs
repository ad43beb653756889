using System.Text.Json;
using StavisLive.Integration.Tests.Running;
using StavisLive.Testing;

namespace StavisLive.Integration.Tests.Commands;

public sealed class DoctorTests
{
    private static readonly string SearchPath = Environment.GetEnvironmentVariable("PATH")!;

    [Fact]
    public async Task Doctor_NoScreenAndNoAudioServer_CanRunAndWarns()
    {
        var outcome = (await StavisProgram.RunBareAsync(Only(("PATH", SearchPath)), "doctor")).Expect(0);

        var lines = outcome.Output.Split('\n');
        Assert.Contains(lines, line => line.StartsWith("ok      ffmpeg: ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("ok      libtorch: ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("ok      OpenCV: 4.", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("ok      temp folder: ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("warning screen: ", StringComparison.Ordinal) && line.Contains("DISPLAY"));
        Assert.Contains(lines, line =>
            line.StartsWith("warning PulseAudio/PipeWire: no server answers", StringComparison.Ordinal) && line.Contains("pulseaudio --start"));
        Assert.Contains("stavis-live can run.", lines);
    }

    [Fact]
    public async Task Doctor_NoFfmpeg_FailsAndSaysHowToInstallIt()
    {
        var outcome = (await StavisProgram.RunBareAsync(Only(("PATH", "/nowhere")), "doctor", "--json")).Expect(1);

        var answer = JsonDocument.Parse(outcome.Output).RootElement;
        Assert.False(answer.GetProperty("canRun").GetBoolean());
        var ffmpeg = Assert.Single(answer.GetProperty("checks").EnumerateArray(), check => check.GetProperty("subject").GetString() == "ffmpeg");
        Assert.Equal("missing", ffmpeg.GetProperty("verdict").GetString());
        Assert.Contains("apt-get install ffmpeg", ffmpeg.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Doctor_TempFolderThatIsNone_WarnsAndSaysWhatToSet()
    {
        var outcome = (await StavisProgram.RunBareAsync(Only(("PATH", SearchPath), ("TMPDIR", "/nowhere")), "doctor")).Expect(0);

        Assert.Contains(outcome.Output.Split('\n'), line =>
            line.StartsWith("warning temp folder: /nowhere", StringComparison.Ordinal) && line.Contains("TMPDIR"));
    }

    [Fact]
    public async Task Doctor_AudioServer_TellsTheDefaultMicrophone()
    {
        Assert.SkipUnless(PrivatePulseAudio.IsInstalled, "PulseAudio is not installed.");
        await using var audio = await PrivatePulseAudio.StartAsync();

        var environment = Only([("PATH", SearchPath), .. audio.Environment.Select(variable => (variable.Key, variable.Value))]);

        var outcome = (await StavisProgram.RunBareAsync(environment, "doctor")).Expect(0);

        Assert.Contains("PulseAudio/PipeWire: 2 found; the default is Monitor of Room", outcome.Output);
    }

    // The home is where libtorch's patched copy is kept.
    private static Dictionary<string, string> Only(params (string Name, string Value)[] variables) =>
        new(variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Value))) { ["HOME"] = Environment.GetEnvironmentVariable("HOME")! };
}
