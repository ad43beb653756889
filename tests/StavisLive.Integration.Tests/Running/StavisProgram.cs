using System.Diagnostics;

namespace StavisLive.Integration.Tests.Running;

/// <summary>The built program, run as a user would run it.</summary>
internal static class StavisProgram
{
    // Generous: the machine may be slow, and a hang must still end the test.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Where it lies.</summary>
    public static readonly string Executable = BuiltBy("StavisLive.Cli", "stavis-live");

    /// <summary>Runs to the end.</summary>
    public static async Task<Outcome> RunAsync(params IEnumerable<string> arguments)
    {
        await using var run = Start(arguments);
        return await run.WaitAsync();
    }

    /// <summary>Starts and returns at once.</summary>
    public static RunningProgram Start(params IEnumerable<string> arguments) => Start(arguments, environment: null);

    /// <summary>Starts it without the huge pages that it may have been given, in which resident memory is too coarse to be measured: 2 MB for each thread's heap.</summary>
    public static RunningProgram StartInSmallPages(params IEnumerable<string> arguments) =>
        Start(arguments, new Dictionary<string, string> { ["GLIBC_TUNABLES"] = "" });

    /// <summary>Runs another built program to the end.</summary>
    public static async Task<Outcome> RunOtherAsync(string project, string name, params IEnumerable<string> arguments)
    {
        await using var run = new RunningProgram(Process.Start(StartInfo(BuiltBy(project, name), arguments))!, Patience);
        return await run.WaitAsync();
    }

    /// <summary>Runs to the end in an environment of nothing but the given variables.</summary>
    public static async Task<Outcome> RunBareAsync(IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments)
    {
        var start = StartInfo(Executable, arguments);
        start.Environment.Clear();
        foreach (var (name, value) in environment) start.Environment[name] = value;
        await using var run = new RunningProgram(Process.Start(start)!, Patience);
        return await run.WaitAsync();
    }

    /// <summary>Starts with further environment variables and returns at once.</summary>
    public static RunningProgram Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var start = StartInfo(Executable, arguments);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return new RunningProgram(Process.Start(start)!, Patience);
    }

    private static string BuiltBy(string project, string name) => Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "..", "..", project, new DirectoryInfo(AppContext.BaseDirectory).Name, name));

    private static ProcessStartInfo StartInfo(string program, IEnumerable<string> arguments)
    {
        // Whoever runs tests in the background of a shell has them ignore interruptions, and what they start inherits that.
        var start = new ProcessStartInfo("env", ["--default-signal", program])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return start;
    }
}
