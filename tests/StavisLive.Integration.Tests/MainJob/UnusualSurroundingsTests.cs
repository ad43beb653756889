using StavisLive.Integration.Tests.Running;

namespace StavisLive.Integration.Tests.MainJob;

/// <summary>Names, pipes, limits and processors that are rare: they are taken as they are, or a sentence says why not.</summary>
public sealed class UnusualSurroundingsTests : IDisposable
{
    private const int Frames = 12;

    // Relative names, as they are typed, need a shell that stands in their folder.
    private const string InTheFolder = "cd \"$1\" && shift && exec timeout 600 \"$0\" \"$@\"";

    // By precision: what one thread computes with all instructions there are, once for all surroundings.
    private static readonly Dictionary<string, float[]> Expected = [];

    private readonly Scratch _scratch = new();

    public UnusualSurroundingsTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Runs bash, and reads what Linux limits.");

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("-x")]
    [InlineData("a%03d")]
    [InlineData("http:x")]
    [InlineData("pipe:1")]
    [InlineData("a\nb")]
    [InlineData("[x]*?'\"")]
    [InlineData("ü 玄関")]
    public void Run_NameThatMeansSomethingElsewhere_IsAName(string name)
    {
        File.Move(Clips.Silent(_scratch["clip.mp4"], Frames), _scratch[name + ".mp4"]);

        Shell(InTheFolder, _scratch["."], "--input", name + ".mp4", "--output", name + ".mkv", "--maps", name + ".npy", "--metrics", name + ".jsonl");

        Assert.Equal(
            [.. new[] { ".jsonl", ".mkv", ".mp4", ".npy" }.Select(extension => name + extension)],
            Directory.GetFileSystemEntries(_scratch["."]).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
        Assert.Equal([Frames, 112, 112], MapFile.Shape(_scratch[name + ".npy"]));
        Assert.Equal(Frames, Tool.CountFrames("file:" + _scratch[name + ".mkv"]));
        Assert.Equal(Frames, MetricsFile.Maps(_scratch[name + ".jsonl"]).Count);
    }

    [Theory]
    [InlineData("ulimit -Sn 60")]
    [InlineData("for open in $(seq 10 70); do eval \"exec $open</dev/null\"; done")]
    public void Run_SixtyDescriptors_AreNoHindrance(string limit)
    {
        Clips.Silent(_scratch["clip.mp4"], Frames);

        Shell($"{limit}; {InTheFolder}", _scratch["."], "--input", "clip.mp4", "--output", "overlay.mkv", "--maps", "maps.npy");

        Assert.Equal([Frames, 112, 112], MapFile.Shape(_scratch["maps.npy"]));
        Assert.Equal(Frames, Tool.CountFrames(_scratch["overlay.mkv"]));
    }

    [Fact]
    public void Run_SixtyDescriptorsAndNoMore_SaysWhatToRaise()
    {
        var said = Shell("ulimit -n 60; timeout 600 \"$0\" \"$@\" 2>&1; echo \"exit $?\"", "--synthetic", "--max-frames", "2", "--maps", _scratch["maps.npy"]);

        Assert.Equal("stavis-live: only 60 files may be open at a time, and 256 are needed: raise the limit (ulimit -Hn 256, LimitNOFILE= of a service).\nexit 1\n", said);
    }

    [Theory]
    [InlineData("--maps", "maps.npy")]
    [InlineData("--qp-maps", "-")]
    [InlineData("--metrics", "-")]
    public void Run_ReaderOfItsOutputGoesAway_IsNoFailure(string option, string value)
    {
        Clips.Silent(_scratch["clip.mp4"], Frames);

        var said = Shell(
            "cd \"$1\" && shift && timeout 600 \"$0\" \"$@\" --no-display 2>errors.txt | head -c 1 >/dev/null; echo \"exit ${PIPESTATUS[0]}\"",
            _scratch["."], "--input", "clip.mp4", option, value);

        Assert.Equal("exit 0\n", said);
        Assert.DoesNotContain("unexpected", File.ReadAllText(_scratch["errors.txt"]));
    }

    [Fact]
    public void Run_LiveReaderOfItsOnlyOutputGoesAway_Ends()
    {
        var said = Shell("timeout 600 \"$0\" \"$@\" 2>&1 1> >(head -n 1 >/dev/null); echo \"exit $?\"", "--synthetic", "--realtime", "--no-display", "--metrics", "-");

        Assert.Contains("Output metrics ends: nobody reads it any more", said);

        Assert.EndsWith("exit 0\n", said);
    }

    [Theory]
    [InlineData("/dev/full", "--metrics", "/dev/full")]
    [InlineData("/dev/full", "--qp-maps", "/dev/full")]
    [InlineData("No space left", "--qp-maps", "-")]
    [InlineData("No space left", "--maps", "maps.npy")]
    public void Run_NoSpaceLeft_IsSaidInASentence(string named, string option, string value)
    {
        Clips.Silent(_scratch["clip.mp4"], Frames);

        var said = Shell(
            "cd \"$1\" && shift && timeout 600 \"$0\" \"$@\" --no-display 2>&1 >/dev/full; echo \"exit $?\"", _scratch["."], "--input", "clip.mp4", option, value);

        Assert.Contains(named, said);
        Assert.DoesNotContain("unexpected", said);
        Assert.EndsWith("exit 1\n", said);
    }

    [Theory]
    [InlineData("OMP_DYNAMIC=true", "bf16")]
    [InlineData("OMP_THREAD_LIMIT=2", "bf16")]
    [InlineData("DOTNET_EnableAVX512=0 ONEDNN_MAX_CPU_ISA=AVX2 ATEN_CPU_CAPABILITY=avx2", "bf16", "fp32")]
    [InlineData("DOTNET_EnableAVX2=0 ONEDNN_MAX_CPU_ISA=SSE41 ATEN_CPU_CAPABILITY=default", "fp32")]
    [InlineData("DOTNET_EnableHWIntrinsic=0 ONEDNN_MAX_CPU_ISA=SSE41 ATEN_CPU_CAPABILITY=default", "fp32")]
    public void Run_FewerThreadsOrInstructionsThanThereAre_ComputesTheSameMaps(string environment, string precision, string? same = null)
    {
        same ??= precision;
        if (!Expected.TryGetValue(same, out var expected)) Expected[same] = expected = MapsOf(same, "true", threads: 1);

        Assert.InRange(Furthest(expected, MapsOf(precision, $"export {environment}", threads: 6)), 0, 1e-3);
    }

    private float[] MapsOf(string precision, string environment, int threads)
    {
        Clips.Audiovisual(_scratch["clip.mp4"], Frames);
        Shell($"{environment}; {InTheFolder}", _scratch["."], "--input", "clip.mp4", "--precision", precision, "--maps", "maps.npy", "--threads", $"{threads}");
        return MapFile.Values(_scratch["maps.npy"]);
    }

    private static double Furthest(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        return expected.Zip(actual, (right, value) => float.IsFinite(value) ? Math.Abs(right - value) : double.PositiveInfinity).Max();
    }

    private static string Shell(string script, params string[] arguments) =>
        Tool.Run("bash", ["-c", script, StavisProgram.Executable, .. arguments, "--weights", TestWeights.Path]);
}
