using StavisLive.Core.Configuration;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Core.Synchronization;
using StavisLive.Media.Ffmpeg;
using StavisLive.Model.Checkpoints;
using StavisLive.Model.Native;

namespace StavisLive.Cli.CommandLine;

/// <summary>Turns what went wrong into a sentence and an exit code.</summary>
internal static class Failures
{
    /// <summary>Runs a command; expected failures are told in their own words, anything else with its whole trace.</summary>
    public static async Task<int> ReportAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (ConfigException e)
        {
            foreach (var problem in e.Problems) Console.Error.WriteLine("stavis-live: " + problem);
            return ExitCode.WrongUsage;
        }
        catch (Exception e) when (IsExpected(e))
        {
            Console.Error.WriteLine("stavis-live: " + e.Message);
            return ExitCode.Failed;
        }
        catch (Exception e)
        {
            Console.Error.WriteLine($"stavis-live: unexpected failure, please report it: {e}");
            return ExitCode.Failed;
        }
    }

    /// <summary>Whether its message is meant for people and says everything.</summary>
    public static bool IsExpected(Exception e) =>
        e is SourceException or SinkException or CheckpointException or FfmpegException or SyncNotFoundException or InvalidDataException or TorchUnavailableException or IOException or UnauthorizedAccessException;
}
