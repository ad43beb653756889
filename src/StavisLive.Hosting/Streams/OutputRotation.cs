using System.Globalization;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration;
using StavisLive.Media.Files;

namespace StavisLive.Hosting.Streams;

/// <summary>Keeps what streams have written from those that write there again. Thread-safe.</summary>
internal sealed partial class OutputRotation(ILogger log)
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _used = new(FilePlace.NameComparer);

    /// <summary>Gives ordinary files and folders that an earlier stream has closed another name, and takes note of those of the next one.</summary>
    /// <param name="outputs">The next one's.</param>
    /// <param name="isContinued">Whether the earlier one may have been another machine's: then whatever lies there is kept.</param>
    /// <exception cref="IOException">One cannot be renamed.</exception>
    public void MakeRoom(OutputConfig outputs, bool isContinued)
    {
        lock (_lock)
        {
            foreach (var (_, path) in outputs.Files)
            {
                var isUsed = !_used.Add(Path.GetFullPath(path));
                if ((isUsed || isContinued) && FilePlace.IsPlain(path)) SetAside(path);
            }
        }
    }

    private void SetAside(string path)
    {
        var number = 1;
        while (Path.Exists(NameOf(path, number))) number++;
        var kept = NameOf(path, number);
        if (Directory.Exists(path)) Directory.Move(path, kept);
        else File.Move(path, kept);
        LogKept(log, path, kept);
    }

    private static string NameOf(string path, int number) => Path.ChangeExtension(
        Path.TrimEndingDirectorySeparator(path), number.ToString(CultureInfo.InvariantCulture) + Path.GetExtension(Path.TrimEndingDirectorySeparator(path)));

    [LoggerMessage(Level = LogLevel.Information, Message = "{Path:l} begins anew; what it held is kept as {Kept:l}")]
    private static partial void LogKept(ILogger log, string path, string kept);
}
