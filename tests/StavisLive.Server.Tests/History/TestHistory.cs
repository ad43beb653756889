using StavisLive.Core.Configuration.Serving;
using StavisLive.Core.Media;
using StavisLive.Server.History;

namespace StavisLive.Server.Tests.History;

/// <summary>A folder for a history, and rows to put into it.</summary>
internal sealed class TestHistory : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly FrameArea LeftHalf = new() { Width = 0.5, Height = 1 };
    public static readonly FrameArea RightHalf = new() { X = 0.5, Width = 0.5, Height = 1 };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("history-");

    public string Folder => _folder.FullName;

    public string File => Path.Combine(Folder, "attention.db");

    public HistoryConfig Config => new() { File = File };

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>A row in which attention is in one cell.</summary>
    public static AttentionCell Row(string source, long tens, int column = 0, int row = 0, int maps = 250, FrameArea? watched = null)
    {
        var sums = new float[AttentionGrid.Length];
        sums[row * AttentionGrid.Side + column] = maps;
        return new AttentionCell(source, AttentionClock.SlotOf(Start) + tens, maps, AttentionGrid.Pack(sums), watched);
    }

    public static async Task WriteAsync(HistoryDatabase database, IEnumerable<AttentionCell> rows, DateTimeOffset now)
    {
        foreach (var batch in rows.Chunk(HistoryDatabase.MostRowsAtOnce)) await database.WriteAsync(batch, now);
    }

    public static async Task<List<AttentionShare>> ReadAsync(HistoryDatabase database, string source, FrameArea? region = null, FrameArea? watchedNow = null)
    {
        var rows = new List<AttentionShare>();
        await foreach (var row in new AttentionHistory(database).ReadAsync(source, region ?? LeftHalf, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, watchedNow)) rows.Add(row);
        return rows;
    }

    /// <summary>What the file and what lies beside it take.</summary>
    public long Bytes => _folder.EnumerateFiles().Sum(file => file.Length);
}
