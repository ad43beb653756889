using System.Text.Json;
using StavisLive.Integration.Tests.Running;
using StavisLive.Integration.Tests.Structure;

namespace StavisLive.Integration.Tests.Deploy;

/// <summary><c>tools/gpu-checks</c> with programs that only say where they ran, and with a build that makes next to nothing.</summary>
public sealed class GpuChecksTests : IDisposable
{
    private const string Check = """
        checks=$1 folder=$2
        export ready=$3 later=$4 throughput=$5
        cd "$folder"
        mkdir program libtorch
        touch libtorch/libtorch.so
        cat >program/device-checks <<'END'
        #!/bin/sh
        echo '[{"device": "cuda:0, float16"}]'
        END
        cat >program/stavis-live <<'END'
        #!/bin/sh
        if [ "$1" = bench ]; then echo "{\"device\": \"cuda:0, float16\", \"throughput_device\": \"$throughput\"}"; exit; fi
        printf 'Network ready: %s\n%s\n' "$ready" "$later" >&2
        echo '{"type":"summary"}' >"$(sed -n 's/.*"metrics": "\([^"]*\){name}.*/\1scene-1.jsonl/p' "$2")"
        END
        chmod +x program/*
        tar -C program -cJf archive.tar.xz .
        bash "$checks" --device cuda --libtorch "$PWD/libtorch" --archive "$PWD/archive.tar.xz" 2>/dev/null || true
        """;

    private const string Pack = """
        checks=$1 folder=$2 size=$3
        cd "$folder"
        mkdir bin tools
        cp "$checks" tools
        cat >bin/dotnet <<'END'
        #!/bin/sh
        while [ "$1" != -o ]; do shift; done
        mkdir -p "$2" && echo program >"$2/program"
        END
        chmod +x bin/dotnet
        git init -q
        echo artifacts >.gitignore
        truncate -s "$size" weights
        PATH=$PWD/bin:$PATH bash tools/gpu-checks --pack 2>&1 || true
        """;

    private static readonly string Checks = Path.Combine(Repository.Root, "tools", "gpu-checks");

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("cuda:0, float16", "", "cuda:0, float16", false, false)]
    [InlineData("CPU with 2 threads, float32", "", "cuda:0, float16", true, false)]
    [InlineData("cuda:0, float16", "cuda:0 failed, and the network runs on the CPU from now on: out of memory", "cuda:0, float16", true, false)]
    [InlineData("cuda:0, float16", "", "CPU with 2 threads, float32", false, true)]
    public void Checks_PartThatRanOnTheProcessor_HasFailed(string ready, string later, string throughput, bool liveFails, bool benchFails)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "tools/gpu-checks is a script for Linux.");

        var answer = JsonDocument.Parse(Tool.Run("bash", "-euc", Check, "bash", Checks, _scratch["."], ready, later, throughput)).RootElement;

        var failed = answer.GetProperty("failed").EnumerateArray().Select(part => part.GetString()!).ToList();
        Assert.Equal(liveFails, failed.Contains("live"));
        Assert.Equal(benchFails, failed.Any(part => part.StartsWith("bench", StringComparison.Ordinal)));
        Assert.DoesNotContain("parity_fp32", failed);
        var live = answer.GetProperty("parts").GetProperty("live");
        Assert.Equal(liveFails, live.TryGetProperty("error", out var error) && error.GetString()!.Contains("ran on the processor"));
    }

    [Theory]
    [InlineData("1M", false)]
    [InlineData("64M", true)]
    public void Pack_ArchiveBesideTheRepositorysFiles_MustBothBeCarried(string size, bool isTooMuch)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "tools/gpu-checks is a script for Linux.");

        var said = Tool.Run("bash", "-euc", Pack, "bash", Checks, _scratch["."], size);

        Assert.Contains("wrote artifacts/gpu-checks.tar.xz", said);
        Assert.Equal(isTooMuch, said.Contains("more than the 67 MB that can be carried"));
    }
}
