using StavisLive.Core.Configuration;
using StavisLive.Core.Diagnostics;
using StavisLive.Hosting;

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
            foreach (var problem in OptionWords.Of(e)) Console.Error.WriteLine("stavis-live: " + SafeAddress.Redact(problem));
            return ExitCode.WrongUsage;
        }
        catch (Exception e) when (ExpectedFailure.Is(e))
        {
            Console.Error.WriteLine("stavis-live: " + SafeAddress.Redact(OptionWords.Of(e.Message)));
            return ExitCode.Failed;
        }
        catch (Exception e)
        {
            Console.Error.WriteLine($"stavis-live: unexpected failure, please report it: {SafeAddress.Redact(e.ToString())}");
            return ExitCode.Failed;
        }
    }
}
