using StavisLive.Integration.Tests.Running;
using StavisLive.Integration.Tests.Structure;

namespace StavisLive.Integration.Tests.Deploy;

/// <summary><c>tools/setup</c> on a machine that has none of the programs, with an apt-get that only notes what it is asked for.</summary>
public sealed class SetupTests : IDisposable
{
    private const string Run = """
        setup=$1 folder=$2 pipewire=$3
        cd "$folder"
        for program in bash env grep ldconfig mktemp rm tail uname; do ln -s "$(PATH=$PATH:/sbin command -v "$program")" .; done
        printf '#!/bin/sh\n' >dotnet
        printf '#!/bin/sh\nexec "$@"\n' >sudo
        printf '#!/bin/sh\n[ "$1" != install ] || echo "$@" >"${0%%/*}/asked"\n' >apt-get
        printf '#!/bin/sh\nfor last; do :; done\n[ "$last" != pipewire-alsa ] || printf "%%s" "%s"\n' "$pipewire" >dpkg-query
        chmod +x dotnet sudo apt-get dpkg-query
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

        var asked = Tool.Run("bash", "-c", Run, "bash", Path.Combine(Repository.Root, "tools", "setup"), _scratch["."], pipewire).Split(' ', '\n');

        Assert.Contains("--no-remove", asked);
        Assert.Contains("procps", asked);
        Assert.Contains("pulseaudio-utils", asked);
        Assert.Equal(asksForPulseAudio, asked.Contains("pulseaudio"));
    }
}
