using StavisLive.Training.Examples;

namespace StavisLive.Training.Tests.Examples;

public sealed class ExampleMixTests
{
    [Theory]
    [InlineData(12, new[] { 3.0, 4, 2, 3 }, new[] { 3, 4, 2, 3 })]
    [InlineData(12, new[] { 1.0, 0, 0, 0 }, new[] { 12, 0, 0, 0 })]
    [InlineData(32, new[] { 1.0, 3 }, new[] { 8, 24 })]
    [InlineData(2, new[] { 1.0, 1, 1 }, new[] { 1, 0, 1 })]
    public void Divide_Shares_WholeNumbersThatAddUp(int batch, double[] shares, int[] expected) =>
        Assert.Equal(expected, ExampleMix.Divide(batch, shares));

    [Fact]
    public void Make_TwoSources_EachInItsOwnOrderInEveryBatch()
    {
        var mix = new ExampleMix([(new Numbered(100), 1), (new Numbered(200), 2)]);

        Assert.Equal([100, 200, 201, 101, 202, 203], Enumerable.Range(0, 6).Select(number => mix.Make(number).Density[0]));
        Assert.Equal(30, mix.Count);
    }

    private sealed class Numbered(int first) : IExampleSource
    {
        public int Count => 10;

        public Example Make(long number) => new([], null, [first + number], []);
    }
}
