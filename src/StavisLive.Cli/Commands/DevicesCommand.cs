using System.CommandLine;
using System.Text.Json;
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
        command.SetAction(parsed =>
        {
            var cameras = CameraFinder.Find();
            var microphones = MicrophoneFinder.Find();
            if (parsed.GetValue(json)) Console.Out.WriteLine(JsonSerializer.Serialize(AsJson(cameras, microphones), JsonSerializerOptions.Web));
            else
            {
                Show(cameras);
                Show(microphones);
            }
            return ExitCode.Done;
        });
        return command;
    }

    private static object AsJson(IReadOnlyList<CameraInfo> cameras, MicrophoneCatalog microphones) => new
    {
        Cameras = cameras,
        Microphones = microphones.Found,
        microphones.Problems,
    };

    private static void Show(IReadOnlyList<CameraInfo> cameras)
    {
        if (!CameraFinder.CanLook) Console.Out.WriteLine("Cameras are not listed on this system: try --camera 0, 1, ...");
        else if (cameras.Count == 0) Console.Out.WriteLine("No camera was found. Is one plugged in, and its driver loaded?");
        else Console.Out.WriteLine("Cameras (--camera NUMBER):");
        foreach (var camera in cameras)
        {
            Console.Out.WriteLine($"  {camera.Number}  {camera.Path}  {camera.Name}{(camera.IsPermitted ? "" : "  (you may not open it: sudo usermod -aG video $USER, then log in again)")}");
            foreach (var offer in CameraMode.Lines(camera.Modes)) Console.Out.WriteLine($"     {offer}");
        }
    }

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
