namespace StavisLive.Integration.Tests.Structure;

/// <summary>What computes with tensors leaves the making of numbers to one class, which keeps them alive: see its remarks.</summary>
public class ScalarCallTests
{
    private const string Keeper = "StavisLive.Model.Native.TensorArithmetic";

    private static readonly ScalarCalls Calls = ScalarCalls.Of(InOutput("TorchSharp"));

    [Theory]
    [InlineData("StavisLive.Model")]
    [InlineData("StavisLive.Training")]
    public void Numbers_OfAProject_AreMadeByTheirKeeperAlone(string project)
    {
        var calls = Calls.In(InOutput(project), Keeper);
        Assert.True(calls.Count == 0, string.Join(Environment.NewLine, calls));
    }

    [Fact]
    public void Numbers_OfTheKeeper_AreFound() => Assert.NotEmpty(Calls.In(InOutput("StavisLive.Model"), except: ""));

    private static string InOutput(string assembly) => Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll");
}
