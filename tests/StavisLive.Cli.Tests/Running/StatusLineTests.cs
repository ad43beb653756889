using StavisLive.Cli.Running;

namespace StavisLive.Cli.Tests.Running;

[Collection(nameof(CapturedErrors))]
public sealed class StatusLineTests : IDisposable
{
    private const string Erase = "\r\u001b[K";
    private const int Columns = 80;

    private readonly CapturedErrors _terminal = new();

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public void Show_Status_TakesThePlaceOfTheOneBefore()
    {
        using var line = new StatusLine(() => Columns);

        line.Show("frame 1");
        line.Show("frame 2");

        Assert.Equal($"{Erase}frame 1{Erase}frame 2", _terminal.Text);
    }

    [Fact]
    public void WriteLine_LogLineMeanwhile_StandsAboveTheStatus()
    {
        using var line = new StatusLine(() => Columns);
        line.Show("frame 1");

        Console.Error.WriteLine("a warning");

        Assert.Equal($"{Erase}frame 1{Erase}a warning{Environment.NewLine}frame 1", _terminal.Text);
    }

    [Fact]
    public void Write_LogLineInPieces_StaysWhole()
    {
        using var line = new StatusLine(() => Columns);
        line.Show("frame 1");

        foreach (var piece in new[] { "12:00:00", " ", "WRN", " ", "The camera is gone" }) Console.Error.Write(piece);
        Console.Error.Flush();
        Console.Error.WriteLine();
        line.Show("frame 2");

        Assert.Equal($"{Erase}frame 1{Erase}12:00:00 WRN The camera is gone{Environment.NewLine}frame 1{Erase}frame 2", _terminal.Text);
    }

    [Fact]
    public void Write_TraceInOnePiece_StandsAboveTheStatusWhole()
    {
        using var line = new StatusLine(() => Columns);
        line.Show("frame 1");

        Console.Error.Write("a failure\nat one\nat two\nand what ");
        Console.Error.Write("comes next\n");

        Assert.Equal($"{Erase}frame 1{Erase}a failure\nat one\nat two\nframe 1{Erase}and what comes next\nframe 1", _terminal.Text);
    }

    [Fact]
    public void Dispose_LineBegun_WritesItAll()
    {
        using (var line = new StatusLine(() => Columns)) Console.Error.Write("no end");

        Assert.Equal($"{Erase}no end", _terminal.Text);
    }

    [Fact]
    public void Show_StatusWiderThanTheWindow_StaysInOneRow()
    {
        var columns = 10;
        using var line = new StatusLine(() => columns);

        line.Show("0123456789");
        columns = 8;
        Console.Error.WriteLine("a warning");
        line.Show("0123456");

        Assert.Equal($"{Erase}012345678{Erase}a warning{Environment.NewLine}0123456{Erase}0123456", _terminal.Text);
    }

    [Fact]
    public void Show_WidthIsUnknown_ShowsItAll()
    {
        using var line = new StatusLine(() => 0);

        line.Show("frame 1");

        Assert.Equal($"{Erase}frame 1", _terminal.Text);
    }

    [Fact]
    public void Dispose_Shown_LeavesNothingAndGivesTheTerminalBack()
    {
        var before = Console.Error;
        using (var line = new StatusLine(() => Columns)) line.Show("frame 1");

        Assert.EndsWith(Erase, _terminal.Text);
        Assert.Same(before, Console.Error);
    }

    [Fact]
    public void Write_ManyThreads_KeepsLinesWhole()
    {
        using var line = new StatusLine(() => Columns);
        line.Show("status");

        Parallel.For(0, 200, index => Console.Error.WriteLine($"line {index}"));

        var shown = _terminal.Text.Split(Environment.NewLine).Select(text => text.Replace("status", "").Replace(Erase, "")).Where(text => text.Length > 0);
        Assert.Equal(Enumerable.Range(0, 200).Select(index => $"line {index}").Order(), shown.Order());
    }
}
