using StavisLive.Integration.Tests.Running;

namespace StavisLive.Integration.Tests.MainJob;

/// <summary>Inputs that cannot be watched: a sentence that names them, exit code 1, nothing half-written.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public Task Run_MissingFile_IsNamed() => Refused(_scratch["nothing.mp4"], "nothing.mp4");

    [Fact]
    public Task Run_EmptyFile_IsNamed()
    {
        File.WriteAllBytes(_scratch["empty.mp4"], []);
        return Refused(_scratch["empty.mp4"], "empty.mp4");
    }

    [Fact]
    public void Run_PipedIntoStandardInput_SaysThatAPipeIsReadOnlyOnce()
    {
        var clip = Clips.Audiovisual(_scratch["clip.mp4"]);
        var said = Tool.Run(
            "bash", "-c", "cat \"$1\" | timeout 600 \"$0\" --input /dev/stdin --weights \"$2\" --maps \"$3\" --no-display 2>&1; echo \"exit ${PIPESTATUS[1]}\"",
            StavisProgram.Executable, clip, TestWeights.Path, _scratch["maps.npy"]);

        Assert.Contains("/dev/stdin is a pipe or a device", said);
        Assert.EndsWith("exit 1\n", said);
        Assert.False(File.Exists(_scratch["maps.npy"]));
    }

    [Fact]
    public void Run_FileAsStandardInput_IsReadAsTheFileItIs()
    {
        var clip = Clips.Audiovisual(_scratch["clip.mp4"], 20);
        Tool.Run(
            "bash", "-c", "timeout 600 \"$0\" --input /dev/stdin --weights \"$2\" --maps \"$3\" --no-display < \"$1\"",
            StavisProgram.Executable, clip, TestWeights.Path, _scratch["maps.npy"]);

        Assert.Equal([20, 112, 112], MapFile.Shape(_scratch["maps.npy"]));
    }

    [Fact]
    public Task Run_TextNamedMp4_IsNamed()
    {
        File.WriteAllText(_scratch["letter.mp4"], "Dear camera, please see.");
        return Refused(_scratch["letter.mp4"], "letter.mp4");
    }

    [Fact]
    public Task Run_VideoOfNoLength_IsNamed() => Refused(Clips.NoLength(_scratch["nothing.avi"]), "nothing.avi");

    [Fact]
    public Task Run_AudioWithoutPicture_SaysSo() => Refused(Clips.AudioOnly(_scratch["song.m4a"]), "picture");

    [Fact]
    public Task Run_TruncatedBeforeItsIndex_IsNamed()
    {
        var whole = File.ReadAllBytes(Clips.Audiovisual(_scratch["whole.mp4"]));
        File.WriteAllBytes(_scratch["cut.mp4"], whole[..(whole.Length / 2)]);
        return Refused(_scratch["cut.mp4"], "cut.mp4");
    }

    [Fact]
    public Task Run_EmptyFolder_SaysWhatItLooksFor()
    {
        Directory.CreateDirectory(_scratch["photos"]);
        return Refused(_scratch["photos"], ".png");
    }

    [Fact]
    public async Task Run_CameraThatDoesNotExist_IsNamed()
    {
        var outcome = (await StavisProgram.RunAsync("--camera", "97", "--metrics", _scratch["m.jsonl"])).Expect(1);

        Assert.Contains("97", outcome.Errors);
    }

    [Fact]
    public async Task Run_AddressNobodyAnswers_IsGivenUpWithItsNameAndWithoutItsPassword()
    {
        // Port 9 (discard) is closed on every machine that tests run on.
        var outcome = (await StavisProgram.RunAsync(
            "--rtsp", "rtsp://watcher:s3cret@127.0.0.1:9/roof", "--metrics", _scratch["m.jsonl"], "--log", _scratch["run.log"])).Expect(1);

        Assert.Contains("127.0.0.1:9", outcome.Errors);
        Assert.DoesNotContain("s3cret", outcome.Errors + outcome.Output);
        Assert.All(Directory.GetFiles(_scratch["."]), file => Assert.DoesNotContain("s3cret", File.ReadAllText(file)));
    }

    private async Task Refused(string input, string named)
    {
        var outcome = (await StavisProgram.RunAsync("--input", input, "--maps", _scratch["maps.npy"], "--weights", TestWeights.Path)).Expect(1);

        Assert.Contains(named, outcome.Errors);
        Assert.DoesNotContain("unexpected", outcome.Errors);
        Assert.False(File.Exists(_scratch["maps.npy"]), "An output was begun for an input that cannot be read.");
    }
}
