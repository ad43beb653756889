using System.Globalization;
using OpenCvSharp;
using StavisLive.Integration.Tests.Running;

namespace StavisLive.Integration.Tests.Training;

/// <summary>Training as a program that may be ended at any moment.</summary>
public sealed class ResumeTests : IDisposable
{
    private const string Config = """
        {
          "network": { "depth": 10 },
          "checkpointSteps": 1,
          "stages": [
            {
              "name": "stills", "frames": 1, "epochs": 3, "batch": 4, "supervision": 0, "forgetTime": true, "averaging": 0.9,
              "optimizer": { "kind": "adamW" }, "rates": { "trunk": 1e-3, "side": 1e-3, "heads": 1e-2, "upsampling": 0 }
            }
          ]
        }
        """;

    private readonly Scratch _scratch = new();

    public ResumeTests()
    {
        File.WriteAllText(_scratch["config.json"], Config);
        Directory.CreateDirectory(_scratch["gaze/images"]);
        var (images, fixations) = (new List<string> { "image,split" }, new List<string> { "image,observer,order,x,y,duration_ms" });
        for (var number = 0; number < 10; number++)
        {
            images.Add($"p{number},{(number < 8 ? "train" : "val")}");
            fixations.Add(string.Create(CultureInfo.InvariantCulture, $"p{number},0,0,{0.1 + (0.08 * number)},{0.9 - (0.08 * number)},200"));
            using var picture = new Mat(96, 96, MatType.CV_8UC3, new Scalar(20 * number, 90, 200 - (15 * number)));
            Cv2.ImWrite(_scratch[$"gaze/images/p{number}.png"], picture);
        }
        File.WriteAllLines(_scratch["gaze/images.csv"], images);
        File.WriteAllLines(_scratch["gaze/fixations.csv"], fixations);
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Train_KilledAndStartedAgain_SameWeightsToTheBit()
    {
        (await StavisProgram.RunAsync(Arguments("straight"))).Expect(0);

        await using (var program = StavisProgram.Start(Arguments("killed")))
        {
            await program.UntilAsync(() => Directory.Exists(_scratch["killed"]) && Directory.GetDirectories(_scratch["killed"], "checkpoint-00-0000000?").Length > 0);
            program.Signal("KILL");
            await program.WaitAsync();
        }
        Assert.False(File.Exists(_scratch["killed/weights.safetensors"]));
        var outcome = (await StavisProgram.RunAsync(Arguments("killed"))).Expect(0);

        Assert.Contains("Continuing from", outcome.Errors);
        Assert.Equal(File.ReadAllBytes(_scratch["straight/weights.safetensors"]), File.ReadAllBytes(_scratch["killed/weights.safetensors"]));
    }

    [Fact]
    public async Task Train_MisspeltKey_NamesTheRightOne()
    {
        File.WriteAllText(_scratch["config.json"], Config.Replace("epochs", "epoch"));
        var outcome = (await StavisProgram.RunAsync(Arguments("misspelt"))).Expect(2);
        Assert.Contains("did you mean \"stages[0].epochs\"?", outcome.Errors);
    }

    private string[] Arguments(string output) => ["train", "--config", _scratch["config.json"], "--data", _scratch["gaze"], "--output", _scratch[output]];
}
