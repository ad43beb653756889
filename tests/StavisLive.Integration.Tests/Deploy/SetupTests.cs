using StavisLive.Integration.Tests.Running;
using StavisLive.Integration.Tests.Structure;

namespace StavisLive.Integration.Tests.Deploy;

/// <summary><c>tools/setup</c> on a machine that has none of the programs, with an apt-get that only notes what it is asked for.</summary>
public sealed class SetupTests : IDisposable
{
    private const string Run = """
        setup=$1 folder=$2 pipewire=$3
        cd "$folder"
        for program in bash env grep ldconfig rm tail uname; do ln -s "$(PATH=$PATH:/sbin command -v "$program")" .; done
        printf '#!/bin/sh\n' >dotnet
        printf '#!/bin/sh\nexec "$@"\n' >sudo
        cat >apt-get <<'EOF'
        #!/bin/sh
        cd "${0%/*}"
        if rm "held-$1" 2>/dev/null; then echo "E: Could not get lock /var/lib/dpkg/lock-frontend." >&2; exit 100; fi
        [ "$1" != install ] || echo "$@" >asked
        EOF
        printf '#!/bin/sh\n' >sleep
        printf '#!/bin/sh\nfor last; do :; done\n[ "$last" != pipewire-alsa ] || printf "%%s" "%s"\n' "$pipewire" >dpkg-query
        chmod +x dotnet sudo apt-get sleep dpkg-query
        PATH=$folder bash "$setup" --tests 2>/dev/null
        cat asked
        """;

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("install ok installed", false)]
    [InlineData("deinstall ok config-files", true)]
    [InlineData("", true)]
    public void Tests_PipeWire_KeepsItsPlaceAndNothingIsRemoved(string pipewire, bool asksForPulseAudio)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "tools/setup is a script for Linux.");

        var asked = Asked(pipewire);

        Assert.Contains("--no-remove", asked);
        Assert.Contains("procps", asked);
        Assert.Contains("pulseaudio-utils", asked);
        Assert.Equal(asksForPulseAudio, asked.Contains("pulseaudio"));
    }

    [Fact]
    public void Tests_AnotherAptGetIsAtWork_WaitsForIt()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "tools/setup is a script for Linux.");
        string[] held = [_scratch["held-update"], _scratch["held-install"]];
        foreach (var step in held) File.WriteAllText(step, "");

        Assert.Contains("ffmpeg", Asked(""));
        Assert.All(held, step => Assert.False(File.Exists(step)));
    }

    [Fact]
    public void Run_SecondArgument_IsRefused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "tools/setup is a script for Linux.");

        var said = Tool.Run("bash", "-c", "bash \"$1\" --tests --virtual-devices 2>&1; echo \"exit $?\"", "bash", Path.Combine(Repository.Root, "tools", "setup"));

        Assert.StartsWith("setup: unknown argument \"--virtual-devices\"", said);
        Assert.EndsWith("exit 2\n", said);
    }

    private string[] Asked(string pipewire) =>
        Tool.Run("bash", "-c", Run, "bash", Path.Combine(Repository.Root, "tools", "setup"), _scratch["."], pipewire).Split(' ', '\n');
}
