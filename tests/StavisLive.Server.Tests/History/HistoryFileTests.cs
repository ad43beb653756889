using Microsoft.Data.Sqlite;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Serving;
using StavisLive.Server.History;
using static StavisLive.Server.Tests.History.TestHistory;

namespace StavisLive.Server.Tests.History;

public sealed class HistoryFileTests : IDisposable
{
    private readonly TestHistory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_AgainAfterTheEnd_HoldsWhatWasWritten()
    {
        using (var first = new HistoryDatabase(_folder.Config)) await WriteAsync(first, [Row("hall", 0), Row("gone", 0)], Start);

        using var second = new HistoryDatabase(_folder.Config);

        Assert.Single(await ReadAsync(second, "gone"));
        Assert.Equal([_folder.File], Directory.GetFiles(_folder.Folder).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal) && !file.Contains("-wal") && !file.Contains("-shm")));
    }

    [Fact]
    public async Task Open_FileOfAProgramThatWasKilled_HoldsWhatWasWritten()
    {
        // What a killed program leaves behind: the file, and beside it what is not in it yet.
        using var copy = new TestHistory();
        using (var killed = new HistoryDatabase(_folder.Config))
        {
            await WriteAsync(killed, Enumerable.Range(0, 500).Select(tens => Row("hall", tens)), Start);
            Assert.True(new FileInfo(_folder.File + "-wal").Length > 0);
            File.Copy(_folder.File, copy.File);
            File.Copy(_folder.File + "-wal", copy.File + "-wal");
            await File.WriteAllTextAsync(copy.File + ".lock", "");
        }

        using var database = new HistoryDatabase(copy.Config);

        Assert.Equal(500, (await ReadAsync(database, "hall")).Count);
    }

    [Theory]
    [InlineData("attention.db")]
    [InlineData("*")]
    public async Task WriteAsync_FileWasTakenAway_MakesItAgain(string what)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "What is open cannot be taken away there.");
        using var database = new HistoryDatabase(_folder.Config);
        await WriteAsync(database, [Row("hall", 0)], Start);
        foreach (var file in Directory.GetFiles(_folder.Folder, what)) File.Delete(file);

        await WriteAsync(database, [Row("hall", 1)], Start);
        await WriteAsync(database, [Row("hall", 2)], Start);

        Assert.Equal(2, (await ReadAsync(database, "hall")).Count);
        using var other = Connect();
        Assert.Equal(2, HistorySchema.Number(other, "SELECT count(*) FROM cells"));
        AssertRefused("is in use by another program");
    }

    [Fact]
    public async Task WriteAsync_AnotherProgramHasTheFileByNow_LeavesItThat()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "What is open cannot be taken away there.");
        using var database = new HistoryDatabase(_folder.Config);
        foreach (var file in Directory.GetFiles(_folder.Folder)) File.Delete(file);
        using (var another = new HistoryDatabase(_folder.Config))
        {
            await WriteAsync(another, [Row("yard", 0)], Start);

            await Assert.ThrowsAsync<ConfigException>(() => WriteAsync(database, [Row("hall", 0)], Start));

            AssertRefused("is in use by another program");
            Assert.Single(await ReadAsync(another, "yard"));
        }

        await WriteAsync(database, [Row("hall", 1)], Start);
        Assert.Single(await ReadAsync(database, "yard"));
    }

    [Theory]
    [InlineData("notes\n")]
    [InlineData("x")]
    [InlineData("a text that is longer than what a database begins with")]
    public void Open_TextFile_IsRefusedAndLeftAlone(string text)
    {
        File.WriteAllText(_folder.File, text);

        AssertRefused("is no history of this program");

        Assert.Equal(text, File.ReadAllText(_folder.File));
    }

    [Fact]
    public async Task Open_TruncatedFile_IsRefusedAndLeftAlone()
    {
        using (var whole = new HistoryDatabase(_folder.Config)) await WriteAsync(whole, Enumerable.Range(0, 500).Select(tens => Row("hall", tens)), Start);
        var half = File.ReadAllBytes(_folder.File)[..20480];
        File.WriteAllBytes(_folder.File, half);

        AssertRefused("it is damaged");

        Assert.Equal(half, File.ReadAllBytes(_folder.File));
    }

    [Fact]
    public void Open_DatabaseOfAnotherProgram_IsRefusedAndLeftAlone()
    {
        Run("CREATE TABLE notes (text)");
        var before = File.ReadAllBytes(_folder.File);

        AssertRefused("is a database of another program");

        Assert.Equal(before, File.ReadAllBytes(_folder.File));
    }

    [Fact]
    public void Open_NewerVersion_IsRefused()
    {
        new HistoryDatabase(_folder.Config).Dispose();
        Run("PRAGMA user_version = 7");

        AssertRefused("has version 7 of the history, and this program knows version 2");
    }

    [Fact]
    public async Task Open_FileOfVersion1_KeepsItsRowsAsOfWhatIsWatchedNow()
    {
        Run("""
            CREATE TABLE sources (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
            CREATE TABLE cells (source INTEGER NOT NULL, slot INTEGER NOT NULL, maps INTEGER NOT NULL, grid BLOB NOT NULL,
                PRIMARY KEY (source, slot)) WITHOUT ROWID;
            INSERT INTO sources VALUES (1, 'hall');
            PRAGMA application_id = 1398030678;
            PRAGMA user_version = 1;
            """);
        var row = Row("hall", 0);
        Run($"INSERT INTO cells VALUES (1, {row.Slot}, {row.Maps}, x'{Convert.ToHexString(row.Grid)}')");

        using (var first = new HistoryDatabase(_folder.Config)) await WriteAsync(first, [Row("hall", 1)], Start);

        using var second = new HistoryDatabase(_folder.Config);
        Assert.Equal([1, 1], (await ReadAsync(second, "hall", LeftHalf)).Select(share => share.Share));
        Assert.Equal([(Start, 1)], (await ReadAsync(second, "hall", RightHalf with { Width = 0.25 }, watchedNow: RightHalf)).Where(share => share.Share > 0).Select(share => (share.At, share.Share)));
    }

    [Fact]
    public void Open_SecondProgram_IsRefused()
    {
        using var first = new HistoryDatabase(_folder.Config);

        AssertRefused("is in use by another program");
    }

    [Fact]
    public void Open_LockedByAnotherProgram_IsRefused()
    {
        new HistoryDatabase(_folder.Config).Dispose();
        using var other = Connect();
        using var transaction = other.BeginTransaction();

        AssertRefused("another program is using it");
    }

    [Fact]
    public void Open_MissingFolder_IsRefused()
    {
        var e = Assert.Throws<ConfigException>(() => new HistoryDatabase(new HistoryConfig { File = Path.Combine(_folder.Folder, "no", "a.db") }));

        Assert.Contains("cannot be written", e.Message);
    }

    private void AssertRefused(string why)
    {
        var e = Assert.Throws<ConfigException>(() => new HistoryDatabase(_folder.Config));
        Assert.Contains(why, e.Message);
        Assert.Contains(_folder.File, e.Message);
        Assert.Contains("serve.history.file", e.Message);
        Assert.Equal("serve.history.file", Assert.Single(e.Found).Key);
    }

    private void Run(string statement)
    {
        using var connection = Connect();
        HistorySchema.Run(connection, statement);
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _folder.File, Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }
}
