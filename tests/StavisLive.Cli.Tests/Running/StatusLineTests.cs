using StavisLive.Cli.Running;

namespace StavisLive.Cli.Tests.Running;

[Collection(nameof(CapturedErrors))]
public sealed class StatusLineTests : IDisposable
{
    private const string Erase = "\r\u001b[K";

    private readonly CapturedErrors _terminal = new();

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public void Show_Status_TakesThePlaceOfTheOneBefore()
    {
        using var line = new StatusLine();

        line.Show("frame 1");
        line.Show("frame 2");

        Assert.Equal($"{Erase}frame 1{Erase}frame 2", _terminal.Text);
    }

    [Fact]
    public void WriteLine_LogLineMeanwhile_StandsAboveTheStatus()
    {
        using var line = new StatusLine();
        line.Show("frame 1");

        Console.Error.WriteLine("a warning");

        Assert.Equal($"{Erase}frame 1{Erase}a warning{Environment.NewLine}frame 1", _terminal.Text);
    }

    [Fact]
    public void Dispose_Shown_LeavesNothingAndGivesTheTerminalBack()
    {
        var before = Console.Error;
        using (var line = new StatusLine()) line.Show("frame 1");

        Assert.EndsWith(Erase, _terminal.Text);
        Assert.Same(before, Console.Error);
    }

    [Fact]
    public void Write_ManyThreads_KeepsLinesWhole()
    {
        using var line = new StatusLine();
        line.Show("status");

        Parallel.For(0, 200, index => Console.Error.WriteLine($"line {index}"));

        var shown = _terminal.Text.Split(Environment.NewLine).Select(text => text.Replace("status", "").Replace(Erase, "")).Where(text => text.Length > 0);
        Assert.Equal(Enumerable.Range(0, 200).Select(index => $"line {index}").Order(), shown.Order());
    }
}
