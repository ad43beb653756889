using System.Reflection;
using StavisLive.Model.Native;
using TorchSharp;
using Xunit.v3;

[assembly: StavisLive.Model.Tests.TensorScope]

namespace StavisLive.Model.Tests;

/// <summary>Keeps the tensors of a test alive until it is over, and frees them then.</summary>
/// <remarks>
/// TorchSharp keeps nothing alive during a call: of <c>a.abs().max()</c> the collector may free the first result while libtorch reads it. A scope belongs to a thread,
/// so that tests which change theirs open scopes of their own.
/// </remarks>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class TensorScopeAttribute : BeforeAfterTestAttribute
{
    [ThreadStatic]
    private static DisposeScope? _scope;

    /// <inheritdoc />
    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (methodUnderTest.ReturnType != typeof(void)) return;
        TorchRuntime.EnsureLoaded();
        _scope = torch.NewDisposeScope();
    }

    /// <inheritdoc />
    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (methodUnderTest.ReturnType != typeof(void)) return;
        _scope!.Dispose();
        _scope = null;
    }
}
