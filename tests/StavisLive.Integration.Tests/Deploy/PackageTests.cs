using System.Text.RegularExpressions;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Integration.Tests.Running;
using StavisLive.Integration.Tests.Structure;

namespace StavisLive.Integration.Tests.Deploy;

/// <summary>What <c>tools/package</c> puts into packages, as far as it can be told without making one.</summary>
public sealed class PackageTests : IDisposable
{
    private static readonly string Packages = Path.Combine(Repository.Root, "deploy", "packages");

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    // It asks the program for the help of every command.
    private static readonly Lazy<string> Page = new(ManPage);

    [Fact]
    public void ManPage_OfTheProgram_HasEveryOptionAndCommandAndIsTheSameAgain()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "tools/packages/man-page is a script for Linux.");
        var page = Page.Value;

        var help = Tool.Run(StavisProgram.Executable, "--help");
        string[] options = [.. Regex.Matches(help, @"^ +(?:-\S+, )*(--[a-z-]+)", RegexOptions.Multiline).Select(match => match.Groups[1].Value)];
        string[] commands = [.. Regex.Matches(help[help.IndexOf("Commands:", StringComparison.Ordinal)..], @"^  ([a-z-]+) ", RegexOptions.Multiline).Select(match => match.Groups[1].Value)];
        Assert.True(options.Length > 40 && commands.Length > 10, help);
        Assert.All(options, option => Assert.Contains(Roff(option), page));
        Assert.All(commands, command => Assert.Contains($".SS stavis\\-live {Roff(command)}", page));
        Assert.Equal(page, ManPage());
    }

    [Fact]
    public void ManPage_Formatted_HasNoMistakes()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/mandoc"), "mandoc is not here.");
        File.WriteAllText(_scratch["stavis-live.1"], Page.Value);
        Assert.Empty(Tool.Run("/usr/bin/mandoc", "-T", "lint", "-W", "warning", _scratch["stavis-live.1"]));
    }

    [Theory]
    [InlineData("stavis-live --synth", "--synthetic")]
    [InlineData("stavis-live eval", "evaluate")]
    [InlineData("stavis-live evaluate dataset --prot", "--protocol")]
    public void Completion_InBash_IsTheProgramsOwn(string line, string expected)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "bash-completion is Linux'.");
        const string Complete = """
            source "$1"; PATH=$2:$PATH; COMP_LINE=$3; COMP_POINT=${#3}
            read -ra COMP_WORDS <<<"$3"; COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _stavis_live; printf '%s\n' "${COMPREPLY[@]}"
            """;
        var completions = Path.Combine(Packages, "completions", "stavis-live.bash");
        Assert.Equal(expected, Tool.Run("bash", "-c", Complete, "bash", completions, Path.GetDirectoryName(StavisProgram.Executable)!, line).Trim());
    }

    [Fact]
    public void Launcher_ThroughALink_RunsWhatLiesInLibAndAsksForLargePages()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The launcher is a script for Linux.");
        Directory.CreateDirectory(_scratch["in stalled/lib"]);
        File.Copy(Path.Combine(Packages, "stavis-live"), _scratch["in stalled/stavis-live"]);
        File.CreateSymbolicLink(_scratch["in stalled/lib/stavis-live"], "/usr/bin/env");
        File.CreateSymbolicLink(_scratch["link"], "in stalled/stavis-live");

        // By name of the shell: a script that has just been written may still be open in what another test starts.
        Assert.Equal("a b|c|", Tool.Run("env", "-u", "GLIBC_TUNABLES", "sh", _scratch["link"], "printf", "%s|", "a b", "c"));
        var pages = Tool.Run("env", "-u", "GLIBC_TUNABLES", "sh", _scratch["link"], "printenv", "GLIBC_TUNABLES").Trim();
        Assert.Contains("hugetlb", pages);
        Assert.Equal("glibc.malloc.check=0\n", Tool.Run("env", "GLIBC_TUNABLES=glibc.malloc.check=0", "sh", _scratch["link"], "printenv", "GLIBC_TUNABLES"));
        // What is run from a checkout asks for the same.
        Assert.Contains($"GLIBC_TUNABLES:-{pages}}}", Read("stavis-live"));
        Assert.Contains($"GLIBC_TUNABLES={pages} ", Read("test"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Installed_GroupOfGraphicsCards_IsMadeWhereItIsMissing(bool isThere)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The package is for Linux.");
        const string Configure = """
            cd "$2"
            printf '#!/bin/sh\nexit %s\n' "$3" >getent
            for program in adduser addgroup systemctl deb-systemd-invoke; do printf '#!/bin/sh\necho "%s $*"\n' "$program" >"$program"; done
            chmod +x *
            PATH=$2 /bin/sh "$1" configure
            """;

        var done = Tool.Run("bash", "-c", Configure, "bash", Path.Combine(Packages, "debian", "postinst"), _scratch["."], isThere ? "0" : "2");

        Assert.Equal(!isThere, done.Contains("addgroup --quiet --system render\n", StringComparison.Ordinal));
    }

    [Fact]
    public void Versions_WhereverTheyStand_AreTheProgramsOwn()
    {
        var version = Regex.Match(Read("Directory.Build.props"), "<Version>(.*)</Version>").Groups[1].Value;
        Assert.StartsWith(version, Tool.Run(StavisProgram.Executable, "--version"));
        Assert.Contains($"appVersion: {version}\n", Read("deploy/helm/stavis-live/Chart.yaml"));
        Assert.Contains($"${{STAVIS_LIVE_VERSION:-{version}}}", Read("deploy/compose.yaml"));
        Assert.Contains($"stavis-live_{version}_amd64.deb", Read("README.md"));
    }

    [Fact]
    public void Dependencies_OfTheDebianPackage_AreWhatSetupInstalls()
    {
        var depends = Regex.Match(Read("deploy/packages/debian/control"), "^Depends: (.*)$", RegexOptions.Multiline).Groups[1].Value;
        var setup = Read("tools/setup");
        var always = setup[..setup.IndexOf("if $tests", StringComparison.Ordinal)];
        var needed = Regex.Matches(always, @"^need_\w+ \S+ (\S+)$", RegexOptions.Multiline).Select(match => match.Groups[1].Value);
        // There is a library in it that setup knows by this package, which brings it along.
        Assert.All(needed, package => Assert.Contains(package == "alsa-utils" ? "libasound2" : package, depends));
    }

    [Fact]
    public void Compose_IsWhatDockerReads()
    {
        string[] places = ["/usr/bin/docker-compose", "/usr/libexec/docker/cli-plugins/docker-compose"];
        var program = Array.Find(places, File.Exists);
        Assert.SkipWhen(program is null, "docker-compose is not here.");
        Assert.Empty(Tool.Run(program!, "--file", Path.Combine(Repository.Root, "deploy", "compose.yaml"), "config", "--quiet"));
    }

    [Fact]
    public void ComposeConfiguration_IsReadAndMountedWithItsFolder()
    {
        var compose = Read("deploy/compose.yaml");
        var file = Regex.Match(compose, "\"--config\", \"(.*)\"").Groups[1].Value;
        // The file alone would stay the one of the start, whatever an editor puts in its place.
        var mounted = Regex.Match(compose, $"- (.*):{Path.GetDirectoryName(file)}:ro").Groups[1].Value;
        var config = ConfigFile.LoadNamed(Path.Combine(Repository.Root, "deploy", mounted, Path.GetFileName(file)));
        Assert.Equal("0.0.0.0:8080", config.Serve.Address);
    }

    [Fact]
    public void Containerfile_OnWhateverMachine_IsForX64AndHasTheLibtorchThatIsAskedFor()
    {
        var stages = Regex.Split(Read("deploy/image/Containerfile"), "^FROM ", RegexOptions.Multiline)[1..];
        Assert.Matches(@"(?s)^--platform=\$BUILDPLATFORM .*\nARG TorchBackend=cpu\n.*\nRUN dotnet publish .* -r linux-x64 ", stages[0]);
        Assert.All(stages[1..], stage => Assert.StartsWith("--platform=linux/amd64 ", stage));
    }

    [Fact]
    public void Readme_OfAnArchive_BeginsWithACommandThatItsSystemRuns()
    {
        Assert.DoesNotContain("./stavis-live", Read("deploy/packages/README.md"));
        Assert.StartsWith("    ./stavis-live --synthetic ", Read("deploy/packages/needs-linux-x64.md"));
        // Both of Windows' shells take it, and it needs no OpenCV, which some archives lack.
        Assert.StartsWith("    .\\stavis-live --synthetic --max-frames 200 --maps ", Read("deploy/packages/needs-win-x64.md"));
    }

    [Fact]
    public void Guides_PackagesOfOurOwn_AreTakenFromAFolder()
    {
        string[] guides = ["docs/guides/install.md", "src/StavisLive.Cli/README.md", "src/StavisLive.Hosting/README.md"];
        var commands = guides.SelectMany(guide => Read(guide).Split('\n')).Select(line => line.Trim()).Where(line => line.StartsWith("dotnet ", StringComparison.Ordinal)).ToArray();
        Assert.All(commands.Where(command => command.Contains("tool install", StringComparison.Ordinal)), command => Assert.Contains("--add-source", command));
        var libraries = commands.Index().Where(command => command.Item.StartsWith("dotnet add package StavisLive", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, libraries.Length);
        Assert.All(libraries, command => Assert.StartsWith("dotnet nuget add source", commands[command.Index - 1]));
    }

    [Theory]
    [InlineData("image", "the image needs root: sudo tools/package image")]
    [InlineData("", "without the image, which needs root: sudo tools/package image")]
    public void Package_ByAnOrdinaryUser_SaysAtOnceThatTheImageNeedsRoot(string what, string expected)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "tools/package is a script for Linux.");
        // In a folder that has nothing else it gets no further.
        const string Make = "for needed in git zstd python3 dpkg-deb; do eval \"$needed() { :; }\"; export -f $needed; done; bash \"$1\" $2 2>&1 || true";
        Directory.CreateDirectory(_scratch["tools"]);
        File.Copy(Path.Combine(Repository.Root, "tools", "package"), _scratch["tools/package"]);

        var said = Tool.Run("env", [.. OrdinaryUser.Command(), "bash", "-c", Make, "bash", _scratch["tools/package"], what]);

        Assert.StartsWith($"package: {expected}\n", said);
        Assert.Equal(what == "", said.Contains("Directory.Build.props", StringComparison.Ordinal));
    }

    private static string ManPage() => Tool.Run(Path.Combine(Repository.Root, "tools", "packages", "man-page"), StavisProgram.Executable);

    private static string Roff(string text) => text.Replace("-", "\\-", StringComparison.Ordinal);

    private static string Read(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));
}
