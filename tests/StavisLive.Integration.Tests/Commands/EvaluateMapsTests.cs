using System.Text.Json;
using StavisLive.Core.Arrays;
using StavisLive.Integration.Tests.Running;

namespace StavisLive.Integration.Tests.Commands;

/// <summary><c>evaluate maps</c>: arrays in, scores out.</summary>
public sealed class EvaluateMapsTests : IDisposable
{
    private const int Width = 40;
    private const int Height = 30;

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Json_GoodMap_HasARowPerMapTheMeanAndWhatIsUndefined()
    {
        Write("p.npy", [2, Height, Width], at => at);
        Write("d.npy", [2, Height, Width], at => at);
        // The second map has no fixations.
        Write("f.npy", [2, Height, Width], at => at is (Height * Width) - 1 or (Height * Width) - 5 ? 1 : 0);
        Write("o.npy", [Height, Width], at => at < 50 ? 1 : 0);

        var outcome = (await RunAsync("--other", _scratch["o.npy"], "--json")).Expect(0);

        var answer = JsonDocument.Parse(outcome.Output).RootElement;
        var maps = answer.GetProperty("maps");
        Assert.Equal(2, maps.GetArrayLength());
        Assert.Equal(1, maps[0].GetProperty("cc").GetDouble(), 1e-9);
        Assert.Equal(1, maps[0].GetProperty("auc_shuffled").GetDouble(), 1e-9);
        Assert.Equal(JsonValueKind.Null, maps[1].GetProperty("nss").ValueKind);
        Assert.False(maps[0].TryGetProperty("info_gain", out _));
        Assert.Equal(maps[0].GetProperty("nss").GetDouble(), answer.GetProperty("mean").GetProperty("nss").GetDouble(), 1e-12);
        Assert.Equal(1, answer.GetProperty("undefined").GetProperty("nss").GetInt32());
    }

    [Fact]
    public async Task Table_UndefinedScores_AreDashesAndCounted()
    {
        Write("p.npy", [1, Height, Width], at => at);
        Write("d.npy", [1, Height, Width], at => at);
        Write("f.npy", [1, Height, Width], _ => 0);

        var outcome = (await RunAsync()).Expect(0);

        Assert.Matches(@"mean\s+1\.0000\s+-\s+1\.0000", outcome.Output);
        Assert.Contains("leaves out undefined scores: NSS 1, AUC-J 1, AUC-B 1", outcome.Output);
    }

    [Fact]
    public async Task Predictions_OfAnotherSize_AreResized()
    {
        Write("p.npy", [1, Height / 2, Width / 2], at => at % (Width / 2));
        Write("d.npy", [1, Height, Width], at => at % Width);
        Write("f.npy", [1, Height, Width], at => at == 70 ? 1 : 0);

        var outcome = (await RunAsync("--json")).Expect(0);

        Assert.InRange(JsonDocument.Parse(outcome.Output).RootElement.GetProperty("maps")[0].GetProperty("cc").GetDouble(), 0.999, 1);
    }

    [Theory]
    [InlineData("f.npy", new long[] { 1, Height, Width + 1 }, "[1,30,41]")]
    [InlineData("f.npy", new long[] { 2, Height, Width }, "[2,30,40]")]
    [InlineData("p.npy", new long[] { 3, Height, Width }, "[3,30,40]")]
    [InlineData("p.npy", new long[] { Height, Width }, "expects [N,H,W]")]
    public async Task Shapes_ThatDoNotFit_AreNamedWithTheirFiles(string file, long[] shape, string expected)
    {
        foreach (var name in new[] { "p.npy", "d.npy", "f.npy" }) Write(name, [1, Height, Width], at => at);
        Write(file, shape, at => at);

        var outcome = (await RunAsync()).Expect(2);

        Assert.Contains(expected, outcome.Errors);
        Assert.Contains(file, outcome.Errors);
        if (shape.Length == 3) Assert.Contains("d.npy [1,30,40]", outcome.Errors);
    }

    [Fact]
    public async Task ValueThatIsNoNumber_FileMapAndPlaceAreNamed()
    {
        Write("p.npy", [2, Height, Width], at => at == (Height * Width) + Width + 3 ? float.NaN : at);
        foreach (var name in new[] { "d.npy", "f.npy" }) Write(name, [2, Height, Width], at => at);

        var outcome = (await RunAsync()).Expect(1);

        Assert.Contains("Map 1 of", outcome.Errors);
        Assert.Contains("p.npy", outcome.Errors);
        Assert.Contains("row 1, column 3", outcome.Errors);
    }

    [Fact]
    public async Task Splits_None_AreRefused()
    {
        foreach (var name in new[] { "p.npy", "d.npy", "f.npy" }) Write(name, [1, Height, Width], at => at);

        Assert.Contains("--splits", (await RunAsync("--splits", "0")).Expect(2).Errors);
    }

    private Task<Outcome> RunAsync(params string[] more) => StavisProgram.RunAsync(
        ["evaluate", "maps", "--predictions", _scratch["p.npy"], "--density", _scratch["d.npy"], "--fixations", _scratch["f.npy"], .. more]);

    private void Write(string name, long[] shape, Func<int, float> value) =>
        NpyFile.Write(_scratch[name], Enumerable.Range(0, (int)shape.Aggregate((x, y) => x * y)).Select(value).ToArray(), shape);
}
