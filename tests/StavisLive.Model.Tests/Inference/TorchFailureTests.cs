using System.Runtime.InteropServices;
using StavisLive.Model.Inference;
using TorchSharp;

namespace StavisLive.Model.Tests.Inference;

public sealed class TorchFailureTests
{
    [Fact]
    public void Reason_ScriptThatFails_IsWhatFailedInIt()
    {
        using var script = torch.jit.compile("def narrow(x):\n  return x.view([7])\n\ndef outer(x):\n  return narrow(x + 1)\n");
        using var values = torch.ones(3);

        var failure = Assert.Throws<ExternalException>(() => script.invoke<torch.Tensor>("outer", values));

        TestContext.Current.TestOutputHelper!.WriteLine(failure.Message);
        Assert.StartsWith("The following operation failed in the TorchScript interpreter.", failure.Message);
        Assert.Equal("shape '[7]' is invalid for input of size 3", TorchFailure.Reason(failure));
    }

    [Fact]
    public void Reason_FailureOutsideAScript_IsItsFirstLine()
    {
        using var values = torch.ones(3);

        var failure = Assert.Throws<ExternalException>(() => values.view(7));

        Assert.Equal("shape '[7]' is invalid for input of size 3", TorchFailure.Reason(failure));
    }
}
