using System.Text.RegularExpressions;
using StavisLive.Integration.Tests.Running;
using StavisLive.Integration.Tests.Structure;

namespace StavisLive.Integration.Tests.Deploy;

/// <summary>The units of <c>deploy/systemd</c>, and what they are configured by.</summary>
public sealed class SystemdUnitTests : IDisposable
{
    private const string Analyze = "/usr/bin/systemd-analyze";
    private const string Credentials = "/run/credentials/stavis-live-node.service/secrets_";

    private static readonly string Folder = Path.Combine(Repository.Root, "deploy", "systemd");

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("stavis-live.service")]
    [InlineData("stavis-live-node.service")]
    public void Verify_Unit_HasNothingThatSystemdDoesNotKnow(string name)
    {
        Assert.SkipUnless(File.Exists(Analyze), "systemd-analyze, of Debian's systemd, is not here.");
        var unit = _scratch[name];
        // Where it is installed there is nothing here, and systemd asks for a program that is there.
        File.WriteAllText(unit, File.ReadAllText(Path.Combine(Folder, name)).Replace("/opt/stavis-live/stavis-live", "/bin/true", StringComparison.Ordinal));

        Assert.Empty(Tool.Run(Analyze, "verify", unit));
    }

    [Theory]
    [InlineData("stavis-live.service")]
    [InlineData("stavis-live-node.service")]
    public void Groups_OfAUnit_AreThoseOfCamerasSoundCardsAndGraphicsCards(string name) =>
        Assert.Contains("SupplementaryGroups=video audio render", File.ReadAllLines(Path.Combine(Folder, name)));

    // Those of NVIDIA's are loaded with the machine: its cards are not plugged in later.
    [Theory]
    [InlineData("stavis-live.service")]
    [InlineData("stavis-live-node.service")]
    public void Devices_OfAUnit_AreOfDriversThatAreLoadedBeforeIt(string name)
    {
        var drivers = new Dictionary<string, string> { ["video4linux"] = "videodev", ["alsa"] = "snd", ["drm"] = "drm" };
        var unit = File.ReadAllText(Path.Combine(Folder, name));
        var kinds = Regex.Matches(unit, @"^DeviceAllow=char-(\w+) rw$", RegexOptions.Multiline).Select(match => match.Groups[1].Value).ToArray();
        Assert.Equal(drivers.Keys.Order(), kinds.Order());
        foreach (var setting in new[] { "Wants", "After" })
        {
            var units = Regex.Match(unit, $"^{setting}=(.*)$", RegexOptions.Multiline).Groups[1].Value.Split(' ');
            Assert.All(kinds, kind => Assert.Contains($"modprobe@{drivers[kind]}.service", units));
        }
    }

    [Fact]
    public async Task Node_ExampleConfiguration_IsReadAndWantsItsSecrets()
    {
        var config = _scratch["node.json"];
        File.WriteAllText(config, File.ReadAllText(Path.Combine(Folder, "node.json.example")).Replace(Credentials, _scratch["."] + "/", StringComparison.Ordinal));
        var without = await StavisProgram.RunAsync("node", "--config", config);
        foreach (var secret in new[] { "redis-password", "operator-token", "node.pem", "node.key", "ca.pem" })
            await File.WriteAllTextAsync(_scratch[secret], "text-that-is-no-certificate\n", TestContext.Current.CancellationToken);
        var with = await StavisProgram.RunAsync("node", "--config", config);

        Assert.Contains("cluster.address needs the secret in the file", without.Errors);
        Assert.Contains("serve.tokens[0].token needs the secret in the file", without.Errors);
        // Everything else is read by then.
        Assert.Contains("which is no certificate that can be read", with.Errors);
        Assert.Equal((2, 2), (without.ExitCode, with.ExitCode));
    }
}
