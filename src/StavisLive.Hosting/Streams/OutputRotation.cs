using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Sinks;
using StavisLive.Hosting.Composition.Outputs;
using StavisLive.Media.Files;

namespace StavisLive.Hosting.Streams;

/// <summary>Keeps what streams have written from those that write there again. Thread-safe.</summary>
/// <remarks>A file system that is gone answers late or never: a place waits for no other one, and a stream without files for nothing.</remarks>
internal sealed partial class OutputRotation(ILogger log)
{
    // Each held while what lies in that place is looked at and moved.
    private readonly ConcurrentDictionary<string, Lock> _places = new(FilePlace.NameComparer);

    // The places that this run writes to; the values say nothing.
    private readonly ConcurrentDictionary<string, bool> _own = new(FilePlace.NameComparer);

    // By folder.
    private readonly ConcurrentDictionary<string, KeptNames> _names = new(FilePlace.NameComparer);

    /// <summary>Gives ordinary files, and folders of maps, that an earlier stream has closed another name, and takes note of those of the next one.</summary>
    /// <remarks>What goes on behind what its file holds may stay where that cannot be renamed.</remarks>
    /// <param name="outputs">The next one's.</param>
    /// <param name="keepsEarlier">Whether what an earlier process, or another machine's, has written there is kept as well.</param>
    /// <exception cref="SinkException">One cannot be renamed.</exception>
    public void MakeRoom(IEnumerable<StreamOutput> outputs, bool keepsEarlier)
    {
        foreach (var output in outputs)
        {
            if (output.File is not { } path) continue;
            var place = PlaceOf(path);
            if (_own.ContainsKey(place)) SetAside(path, MapFolder.OfThisRun, output.GoesOn);
            else if (keepsEarlier) SetAside(path, MapFolder.OfEarlierRuns, output.GoesOn);
            // Not before, since what could not be moved is not this run's at the next try.
            _own[place] = true;
        }
    }

    /// <summary>Gives an ordinary file that this process has written another name. A folder stays: numbers of maps go on within a stream.</summary>
    /// <exception cref="SinkException">It cannot be renamed.</exception>
    public void MakeRoomWithin(StreamOutput output)
    {
        if (output.File is { } path && !Directory.Exists(path)) SetAside(path, MapFolder.OfThisRun, output.GoesOn);
    }

    private static string PlaceOf(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    private void SetAside(string path, IReadOnlyList<string> maps, bool mayStay)
    {
        var place = PlaceOf(path);
        lock (_places.GetOrAdd(place, _ => new Lock()))
        {
            try
            {
                if (!FilePlace.IsPlain(path)) return;
                var folder = Directory.Exists(place) ? new MapFolder(place, maps) : null;
                if (!(folder?.HoldsMaps ?? new FileInfo(place).Length > 0)) return;
                var kept = _names.GetOrAdd(Path.GetDirectoryName(place)!, parent => new KeptNames(parent)).Next(place);
                if (folder is null) File.Move(place, kept);
                else folder.MoveMaps(kept);
                LogKept(log, path, kept);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (!mayStay)
                    throw new SinkException($"{path} holds what was written before, and cannot be renamed: {e.Message} Move it away, or give another name.", e);
                LogContinued(log, path, e.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Path:l} begins anew; what it held is kept as {Kept:l}")]
    private static partial void LogKept(ILogger log, string path, string kept);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path:l} goes on behind what it held, since it cannot be renamed: {Reason:l}")]
    private static partial void LogContinued(ILogger log, string path, string reason);
}
