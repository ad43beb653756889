using StavisLive.Model.Inference.Precision;
using StavisLive.Model.Network;
using StavisLive.Model.Tests.Parity;

namespace StavisLive.Model.Tests.Inference.Precision;

public sealed class PrecisionMemoryTests : IDisposable
{
    private static readonly PrecisionVerdict Verdict = new(20, 10, 0.9999, 0.001);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stavis-precision-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Recall_WhatWasKept_ReturnsIt()
    {
        Memory("new").Keep("key", Verdict);

        Assert.Equal(Verdict, Memory("new").Recall("key"));
        Assert.Null(Memory("new").Recall("another key"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{}")]
    [InlineData("""{"Float32Milliseconds":"fast"}""")]
    public void Recall_DamagedFile_ForgetsIt(string content)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "key.json"), content);
        var memory = new PrecisionMemory(_folder.FullName);

        Assert.Null(memory.Recall("key"));
        memory.Keep("key", Verdict);
        Assert.Equal(Verdict, memory.Recall("key"));
    }

    [Fact]
    public void Keep_FolderThatCannotBe_GoesOnWithout()
    {
        var file = Path.Combine(_folder.FullName, "file");
        File.WriteAllText(file, "in the way");
        var memory = new PrecisionMemory(Path.Combine(file, "precision"));

        memory.Keep("key", Verdict);

        Assert.Null(memory.Recall("key"));
    }

    [Fact]
    public void KeyFor_OtherWeights_IsAnother()
    {
        using var golden = GoldenWeights.CreateNetwork("resnet10-audiovisual");
        using var again = GoldenWeights.CreateNetwork("resnet10-audiovisual");
        using var start = new StavisNetwork(golden.Variant);

        Assert.Equal(PrecisionMemory.KeyFor(golden), PrecisionMemory.KeyFor(again));
        Assert.NotEqual(PrecisionMemory.KeyFor(golden), PrecisionMemory.KeyFor(start));
    }

    [Theory]
    [InlineData(double.NaN, 0)]
    [InlineData(1, double.NaN)]
    [InlineData(1, double.PositiveInfinity)]
    public void Keep_VerdictWithoutNumbers_IsNotKept(double correlation, double difference)
    {
        var memory = Memory("new");

        memory.Keep("key", Verdict with { Correlation = correlation, Difference = difference });

        Assert.Null(memory.Recall("key"));
    }

    [Fact]
    public void PrefersBFloat16_FasterButFurtherThanTolerated_DoesNot()
    {
        Assert.True(Verdict.PrefersBFloat16);
        Assert.False((Verdict with { Correlation = 0.998 }).PrefersBFloat16);
        Assert.False((Verdict with { Difference = 0.031 }).PrefersBFloat16);
        Assert.False((Verdict with { Correlation = double.NaN }).PrefersBFloat16);
        Assert.False((Verdict with { BFloat16Milliseconds = 20 }).PrefersBFloat16);
        Assert.Contains("float32 is used", (Verdict with { Correlation = 0.9 }).Describe());
    }

    private PrecisionMemory Memory(string name) => new(Path.Combine(_folder.FullName, name));
}
