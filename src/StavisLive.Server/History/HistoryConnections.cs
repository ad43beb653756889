using Microsoft.Data.Sqlite;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Serving;
using StavisLive.Media.Files;

namespace StavisLive.Server.History;

/// <summary>What is open of one file, or of memory, where both connections are the same.</summary>
/// <param name="Writing">The one that writes.</param>
/// <param name="Reading">The one that reads.</param>
/// <param name="Limits">What keeps it small.</param>
/// <param name="Identity">What the file system knows the file by; null of memory.</param>
internal sealed record HistoryConnections(SqliteConnection Writing, SqliteConnection Reading, HistoryLimits Limits, string? Identity) : IDisposable
{
    /// <summary>Opens it, made where there is none.</summary>
    /// <exception cref="ConfigException">The file cannot be used; it names the file and says what to do.</exception>
    /// <exception cref="SqliteException">It failed as its limits were set.</exception>
    public static HistoryConnections Open(HistoryConfig config)
    {
        var file = config.File;
        var writing = file is null ? HistoryFile.OpenInMemory() : HistoryFile.Open(file);
        SqliteConnection? reading = null;
        try
        {
            reading = file is null ? writing : HistoryFile.Open(file);
            var limits = new HistoryLimits(writing, config);
            return new HistoryConnections(writing, reading, limits, file is null ? null : FilePlace.IdentityOf(file));
        }
        catch
        {
            reading?.Dispose();
            writing.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Reading.Dispose();
        Writing.Dispose();
    }
}
