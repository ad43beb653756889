using System.Text.Json;
using StavisLive.Integration.Tests.Running;
using StavisLive.Testing;

namespace StavisLive.Integration.Tests.Commands;

public sealed class DevicesTests
{
    // No screen, no sound server, no sound card, not even a home.
    private static readonly Dictionary<string, string> Nothing = new() { ["PATH"] = "/nowhere", ["ALSA_CONFIG_PATH"] = "/dev/null" };

    [Fact]
    public async Task Devices_NothingThere_SaysSo()
    {
        Assert.SkipWhen(Directory.Exists("/sys/class/video4linux"), "This machine has cameras.");

        var outcome = (await StavisProgram.RunBareAsync(Nothing, "devices")).Expect(0);

        Assert.Contains("No camera was found.", outcome.Output);
        Assert.Contains("No microphone was found.", outcome.Output);
        Assert.Empty(outcome.Errors);
    }

    [Fact]
    public async Task Devices_NothingThereAsJson_IsJson()
    {
        var outcome = (await StavisProgram.RunBareAsync(Nothing, "devices", "--json")).Expect(0);

        var answer = JsonDocument.Parse(outcome.Output).RootElement;
        Assert.Equal(JsonValueKind.Array, answer.GetProperty("cameras").ValueKind);
        Assert.Equal(JsonValueKind.Array, answer.GetProperty("microphones").ValueKind);
    }

    [Fact]
    public async Task Devices_AudioServer_MarksTheDefault()
    {
        Assert.SkipUnless(PrivatePulseAudio.IsInstalled, "PulseAudio is not installed.");
        await using var audio = await PrivatePulseAudio.StartAsync();

        var lines = (await StavisProgram.RunBareAsync(audio.Environment, "devices")).Expect(0).Output;
        var answer = JsonDocument.Parse((await StavisProgram.RunBareAsync(audio.Environment, "devices", "--json")).Expect(0).Output).RootElement;

        Assert.Contains("* room.monitor  Monitor of Room", lines);
        Assert.Contains("  street.monitor  Monitor of Street", lines);
        var first = answer.GetProperty("microphones")[0];
        Assert.Equal("room.monitor", first.GetProperty("name").GetString());
        Assert.True(first.GetProperty("isDefault").GetBoolean());
        Assert.True(first.GetProperty("isMonitor").GetBoolean());
    }
}
