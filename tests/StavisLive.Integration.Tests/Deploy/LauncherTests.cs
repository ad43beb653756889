using StavisLive.Integration.Tests.Running;
using StavisLive.Integration.Tests.Structure;

namespace StavisLive.Integration.Tests.Deploy;

/// <summary><c>./stavis-live</c> in a checkout, with a build that does nothing.</summary>
public sealed class LauncherTests : IDisposable
{
    private static readonly string[] Files =
    [
        "src/StavisLive.Cli/Program.cs", "proto/stavis/v1/stavis.proto", "weights/stavis-default.safetensors",
        "Directory.Build.props", "Directory.Packages.props", "global.json",
    ];

    private static readonly string[] Programs = ["tools/setup", "bin/dotnet", "artifacts/bin/StavisLive.Cli/release/stavis-live"];

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("src/StavisLive.Cli/Program.cs")]
    [InlineData("proto/stavis/v1/stavis.proto")]
    [InlineData("weights/stavis-default.safetensors")]
    [InlineData("Directory.Packages.props")]
    public void Launcher_SomethingThatGoesIntoTheProgramIsNewer_BuildsOnce(string changed)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The launcher is a script for Linux.");
        MakeCheckout();
        Assert.Contains("Building", Launch());
        Assert.Equal("", Launch());

        // The build was an hour ago, and everything was there an hour before it.
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        foreach (var entry in Files.SelectMany(WithFolders)) File.SetLastWriteTimeUtc(_scratch[entry], now.AddHours(-2));
        File.SetLastWriteTimeUtc(_scratch["artifacts/stavis-live.built"], now.AddHours(-1));
        Assert.Equal("", Launch());

        File.SetLastWriteTimeUtc(_scratch[changed], now.AddMinutes(-30));
        Assert.Contains("Building", Launch());
        Assert.Equal("", Launch());
    }

    [Fact]
    public void Launcher_AnotherTorchBackend_BuildsOnce()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The launcher is a script for Linux.");
        MakeCheckout();
        Launch("TorchBackend=");
        Assert.Equal("", Launch("TorchBackend=cpu"));

        Assert.Contains("Building", Launch("TorchBackend=cuda-linux"));
        Assert.Equal("", Launch("TorchBackend=cuda-linux"));
        Assert.Contains("Building", Launch("TorchBackend=cpu"));
    }

    [Fact]
    public void Launcher_ABuildForAnotherTorchBackendFailed_BuildsAgain()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The launcher is a script for Linux.");
        MakeCheckout();
        Launch("TorchBackend=cpu");
        WriteProgram("bin/dotnet", "exit 1");
        Assert.Contains("could not be built", Launch("TorchBackend=cuda-linux"));

        WriteProgram("bin/dotnet", "exit 0");
        Assert.Contains("Building", Launch("TorchBackend=cpu"));
    }

    [Fact]
    public void Launcher_FromAnotherFolder_BuildsInItsOwnWhoseGlobalJsonCounts()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The launcher is a script for Linux.");
        MakeCheckout();
        WriteProgram("bin/dotnet", "echo >built-here");

        Launch($"--chdir={_scratch["bin"]}");

        Assert.True(File.Exists(_scratch["built-here"]));
    }

    [Theory]
    [InlineData("--unset=DOTNET_ROOT", "sdk")]
    [InlineData("DOTNET_ROOT=/elsewhere", "/elsewhere")]
    public void Launcher_AnSdkThatIsOnPathAlone_IsWhereTheProgramLooks(string variable, string expected)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The launcher is a script for Linux.");
        MakeCheckout();
        Directory.CreateDirectory(_scratch["sdk/host/fxr"]);
        WriteProgram("sdk/dotnet", "exit 0");
        File.Delete(_scratch["bin/dotnet"]);
        File.CreateSymbolicLink(_scratch["bin/dotnet"], "../sdk/dotnet");
        WriteProgram("artifacts/bin/StavisLive.Cli/release/stavis-live", "echo \"$DOTNET_ROOT\"");

        Assert.EndsWith($"{_scratch[expected]}\n", Launch(variable));
    }

    [Fact]
    public void Launcher_AFolderOfRootsBesideTheBuild_Builds()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The launcher is a script for Linux.");
        var user = OrdinaryUser.Command();
        MakeCheckout();
        Directory.CreateDirectory(_scratch["artifacts/roots"]);
        Tool.Run("chmod", "000", _scratch["artifacts/roots"]);
        try
        {
            Assert.Equal("Building stavis-live (once, about a minute) ...\n", Launch(user));
        }
        finally
        {
            Tool.Run("chmod", "700", _scratch["artifacts/roots"]);
        }
    }

    [Fact]
    public void Launcher_AnotherProcessor_SaysSoInsteadOfBuilding()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The launcher is a script for Linux.");
        MakeCheckout();

        var said = Tool.Run(
            "bash", "-c", "uname() { echo aarch64; }; export -f uname; PATH=$1:$PATH bash \"$2\" 2>&1; echo $?", "bash", _scratch["bin"], _scratch["stavis-live"]);

        Assert.Contains("needs an x86-64 processor", said);
        Assert.DoesNotContain("Building", said);
        Assert.EndsWith("1", said.TrimEnd());
    }

    private void MakeCheckout()
    {
        foreach (var file in Files.Concat(Programs)) Directory.CreateDirectory(Path.GetDirectoryName(_scratch[file])!);
        foreach (var file in Files) File.WriteAllText(_scratch[file], "");
        File.Copy(Path.Combine(Repository.Root, "stavis-live"), _scratch["stavis-live"]);
        foreach (var program in Programs) File.CreateSymbolicLink(_scratch[program], "/bin/true");
    }

    private static IEnumerable<string> WithFolders(string file)
    {
        for (var entry = file; entry is { Length: > 0 }; entry = Path.GetDirectoryName(entry)) yield return entry;
    }

    // By a shell, as the launcher is run by one: a script that this process has just written may still be open in what another test starts.
    private void WriteProgram(string name, string script) =>
        Tool.Run("bash", "-c", "rm -f \"$1\" && printf '#!/bin/sh\\n%s\\n' \"$2\" >\"$1\" && chmod +x \"$1\"", "bash", _scratch[name], script);

    private string Launch(params string[] surroundings) =>
        Tool.Run("env", [.. surroundings, "bash", "-c", "PATH=$1:$PATH bash \"$2\" 2>&1 || true", "bash", _scratch["bin"], _scratch["stavis-live"]]);
}
