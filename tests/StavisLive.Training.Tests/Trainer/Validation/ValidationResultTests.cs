using StavisLive.Training.Trainer.Validation;

namespace StavisLive.Training.Tests.Trainer.Validation;

public sealed class ValidationResultTests
{
    [Theory]
    [InlineData("a,b", "a,b", true)]
    [InlineData("a,b", "b,a", true)]
    [InlineData("a,b", "a", false)]
    [InlineData("a", "a,b", false)]
    [InlineData("a", "b", false)]
    public void IsComparableTo_SetsOfBoth_OnlyTheSameOnes(string one, string other, bool expected) =>
        Assert.Equal(expected, Of(one).IsComparableTo(Of(other)));

    private static ValidationResult Of(string groups) => new([.. groups.Split(',').Select(group => new GroupScore(group, 0.6, 1.5))]);
}
