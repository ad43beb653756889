using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Sinks.SystemConsole.Themes;
using StavisLive.Core.Configuration;

namespace StavisLive.Cli.Logging;

/// <summary>Sets logging up: short lines on standard error for people, a rolling file where one was asked for.</summary>
internal static class LogSetup
{
    private const string ConsoleTemplate = "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{Trace}{NewLine}";
    private const string FileTemplate = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff zzz} {Level:u3} {SourceContext} {Message:lj}{Trace}{NewLine}";

    private static readonly string[] Talkative = ["Grpc", "Microsoft.AspNetCore", "Yarp", "StavisLive.Server.Access"];

    // A day a file: a week of camera watching stays at hand, and the disk does not fill up.
    private const int FilesKept = 7;
    private const long FileSizeLimit = 64 << 20;

    /// <summary>A logger factory that owns the log; disposing it flushes and closes.</summary>
    /// <param name="config">What is told, and where.</param>
    /// <param name="silenced">Categories, and what begins like them, whose events the program tells in a way of its own.</param>
    public static ILoggerFactory Create(LogConfig config, params IEnumerable<string> silenced)
    {
        var setup = new LoggerConfiguration()
            .MinimumLevel.Is(LevelOf(config.Level))
            .Enrich.With(new OptionWordsEnricher(), new SafeTextEnricher())
            // This theme writes colours as part of the text; the default one sets them on the console, past the status line.
            .WriteTo.Console(outputTemplate: ConsoleTemplate, standardErrorFromLevel: LogEventLevel.Verbose, theme: AnsiConsoleTheme.Sixteen);
        // Of each request that is refused or given up there would be lines, as many as somebody likes to make.
        foreach (var category in Talkative) setup = setup.MinimumLevel.Override(category, LogEventLevel.Warning);
        // It warns that a port without TLS has no HTTP/2, which ours has.
        setup = setup.MinimumLevel.Override("Microsoft.AspNetCore.Server.Kestrel", LogEventLevel.Error);
        foreach (var category in silenced) setup = setup.MinimumLevel.Override(category, LevelAlias.Off);
        if (config.File is { } file)
        {
            CheckWritable(file);
            setup = setup.WriteTo.File(file, outputTemplate: FileTemplate, rollingInterval: RollingInterval.Day,
                retainedFileCountLimit: FilesKept, fileSizeLimitBytes: FileSizeLimit, rollOnFileSizeLimit: true);
        }
        return new SerilogLoggerFactory(setup.CreateLogger(), dispose: true);
    }

    private static LogEventLevel LevelOf(LogSeverity severity) => severity switch
    {
        LogSeverity.Debug => LogEventLevel.Debug,
        LogSeverity.Information => LogEventLevel.Information,
        LogSeverity.Warning => LogEventLevel.Warning,
        _ => LogEventLevel.Error,
    };

    /// <summary>Serilog itself would keep silent about a log that it cannot write.</summary>
    private static void CheckWritable(string file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".{Guid.NewGuid():N}");
            using var _ = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"The log {file} cannot be written: {e.Message}");
        }
    }
}
