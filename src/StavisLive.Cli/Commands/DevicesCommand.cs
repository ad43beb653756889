using System.CommandLine;
using System.Text.Json;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Sources.Cameras;
using StavisLive.Media.Sources.Microphones;

namespace StavisLive.Cli.Commands;

/// <summary><c>devices</c>: the cameras and microphones of this machine.</summary>
internal static class DevicesCommand
{
    public static Command Build()
    {
        var json = new Option<bool>("--json") { Description = "Answer as JSON" };
        var command = new Command("devices", "List cameras and microphones") { json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (cameras, problem) = await FindCamerasAsync(cancellationToken);
            var microphones = MicrophoneFinder.Find();
            if (parsed.GetValue(json)) Console.Out.WriteLine(JsonSerializer.Serialize(AsJson(cameras, problem, microphones), JsonSerializerOptions.Web));
            else
            {
                Show(cameras, problem);
                Show(microphones);
            }
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<(IReadOnlyList<CameraInfo> Found, string? Problem)> FindCamerasAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await CameraFinder.FindAsync(cancellationToken), CameraFinder.CanLook ? null : "Cameras are not listed on this system: try --camera 0, 1, ...");
        }
        catch (FfmpegException e)
        {
            return ([], $"Cameras are not listed: {e.Message} Or try --camera 0, 1, ...");
        }
    }

    private static object AsJson(IReadOnlyList<CameraInfo> cameras, string? problem, MicrophoneCatalog microphones) => new
    {
        Cameras = cameras,
        CameraProblem = problem,
        Microphones = microphones.Found,
        microphones.Problems,
    };

    private static void Show(IReadOnlyList<CameraInfo> cameras, string? problem)
    {
        if (problem is not null) Console.Out.WriteLine(problem);
        else if (cameras.Count == 0) Console.Out.WriteLine("No camera was found. Is one plugged in, and its driver loaded?");
        else Console.Out.WriteLine("Cameras (--camera NUMBER):");
        foreach (var camera in cameras)
        {
            Console.Out.WriteLine($"  {camera.Number}  {Place(camera)}{camera.Name}{(camera.IsPermitted ? "" : "  (you may not open it: sudo usermod -aG video $USER, then log in again)")}");
            foreach (var offer in CameraMode.Lines(camera.Modes)) Console.Out.WriteLine($"     {offer}");
        }
    }

    // Windows' are a line long, and nothing takes them.
    private static string Place(CameraInfo camera) => OperatingSystem.IsWindows() ? "" : camera.Path + "  ";

    private static void Show(MicrophoneCatalog microphones)
    {
        Console.Out.WriteLine(microphones.Found.Count == 0
            ? $"No microphone was found. {string.Join(" ", microphones.Problems)}"
            : "Microphones (--mic NAME; * is the default):");
        foreach (var microphone in microphones.Found)
            Console.Out.WriteLine($"{(microphone.IsDefault ? '*' : ' ')} {microphone.Name}  {microphone.Description}{Remark(microphone)}");
    }

    private static string Remark(MicrophoneInfo microphone) => microphone switch
    {
        { IsMuted: true } => "  (muted)",
        { IsMonitor: true } => "  (hears what this machine plays)",
        _ => "",
    };
}
