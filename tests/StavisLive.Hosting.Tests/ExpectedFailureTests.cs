using System.Reflection;
using StavisLive.Core;
using StavisLive.Core.Configuration;

namespace StavisLive.Hosting.Tests;

public sealed class ExpectedFailureTests
{
    [Fact]
    public void Is_KindThatNobodyListed_IsSo() => Assert.True(ExpectedFailure.Is(new NewException()));

    [Fact]
    public void Is_MistakeOfTheProgram_IsNot() => Assert.False(ExpectedFailure.Is(new InvalidOperationException("A bug.")));

    [Theory]
    [InlineData("StavisLive.Core")]
    [InlineData("StavisLive.Media")]
    [InlineData("StavisLive.Model")]
    public void PublicExceptions_Each_AreExpected(string assembly) => Assert.All(
        Assembly.Load(assembly).GetExportedTypes().Where(type => type.IsAssignableTo(typeof(Exception))),
        type => Assert.True(type.IsAssignableTo(typeof(StavisException)) || type.IsAssignableTo(typeof(IOException)), type.FullName));

    [Fact]
    public void Is_ConfigurationThatCannotBeRun_IsSo() => Assert.True(ExpectedFailure.Is(new ConfigException("It has no source.")));

    private sealed class NewException() : StavisException("It is gone.");
}
