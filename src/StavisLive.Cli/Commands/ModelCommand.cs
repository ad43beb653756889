using System.CommandLine;
using StavisLive.Core.Arrays;
using StavisLive.Core.Configuration;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;
using StavisLive.Model.Inference;

namespace StavisLive.Cli.Commands;

/// <summary><c>model</c>: the network by itself, numbers in and numbers out.</summary>
internal static class ModelCommand
{
    public static Command Build() => new("model", "Run the network by itself") { BuildRun() };

    private static Command BuildRun()
    {
        var weights = new Option<string>("--weights") { HelpName = "FILE", Description = "Weights (.safetensors or .pth)", Required = true };
        var visualOnly = new Option<bool>("--visual-only") { Description = "Visual stage only: all five maps" };
        var frames = new Option<string>("--frames") { HelpName = "F.npy", Description = "Clips, uint8 [N,16,112,112,3] RGB", Required = true };
        var audio = new Option<string?>("--audio") { HelpName = "A.npy", Description = "Windowed sound, float32 [N,samples]" };
        var output = new Option<string>("--output") { HelpName = "L.npy", Description = "Logits, float32 [N,maps,112,112]", Required = true };
        var command = new Command("run", "Raw clips to logits, in float32") { weights, visualOnly, frames, audio, output };
        command.SetAction(parsed =>
        {
            Run(parsed.GetRequiredValue(weights), parsed.GetValue(visualOnly), parsed.GetRequiredValue(frames), parsed.GetValue(audio), parsed.GetRequiredValue(output));
            return ExitCode.Done;
        });
        return command;
    }

    private static void Run(string weights, bool visualOnly, string framesFile, string? audioFile, string output)
    {
        var frames = NpyFile.Read(framesFile);
        if (frames.Shape is not [var clips, NetworkWindow.Frames, SaliencyMap.Side, SaliencyMap.Side, 3])
            throw new ConfigException($"{framesFile} holds [{string.Join(",", frames.Shape)}]; --frames expects uint8 [N,16,112,112,3].");

        using var network = SaliencyNetwork.Load(weights, visualOnly);
        Console.Error.WriteLine(network.Message);
        var audio = network.Variant.Audiovisual ? ReadAudio(audioFile, clips) : [];

        var runner = new ClipRunner(network);
        var logits = new float[clips * runner.MapsPerClip * SaliencyMap.Length];
        runner.Run(frames.AsBytes(), audio, logits);
        NpyFile.Write(output, logits, clips, runner.MapsPerClip, SaliencyMap.Side, SaliencyMap.Side);
        Console.Out.WriteLine($"wrote {output} [{clips},{runner.MapsPerClip},112,112]");
    }

    private static float[] ReadAudio(string? file, long clips)
    {
        if (file is null) throw new ConfigException("These weights are audiovisual: give --audio, or --visual-only.");
        var audio = NpyFile.Read(file);
        if (audio.Shape is not [var excerpts, _] || excerpts != clips)
            throw new ConfigException($"{file} holds [{string.Join(",", audio.Shape)}]; --audio expects float32 [{clips},samples], an excerpt for each clip.");
        return audio.AsSingle();
    }
}
