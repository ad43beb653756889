using StavisLive.Core.Diagnostics;

namespace StavisLive.Core.Tests.Diagnostics;

public sealed class SkipReasonTests
{
    [Theory]
    [InlineData(SkipReason.CaptureOverflow, "capture", "capture-overflow")]
    [InlineData(SkipReason.ModelBusy, "network", "model-busy")]
    [InlineData(SkipReason.MapLate, "publish", "map-late")]
    [InlineData(SkipReason.Interrupted, "publish", "interrupted")]
    [InlineData(SkipReason.Backlog, "source", "backlog")]
    [InlineData(SkipReason.Behind, "source", "behind")]
    public void OfFrame_Reason_HasItsStage(string reason, string stage, string tag) => Assert.Equal((stage, tag), SkipReason.OfFrame(reason));

    [Fact]
    public void OfFrame_SlowSink_HasTheSinkAsItsStage() => Assert.Equal(("sink:maps", "sink-slow"), SkipReason.OfFrame(SkipReason.SinkSlow("maps")));

    [Fact]
    public void OfFrame_Audio_IsNoFrame() => Assert.Null(SkipReason.OfFrame(SkipReason.SinkSlowForAudio("overlay")));

    [Fact]
    public void OfFrame_EveryReason_HasAStage()
    {
        var reasons = typeof(SkipReason).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).ToList();

        Assert.NotEmpty(reasons);
        Assert.All(reasons, reason => Assert.NotEqual("other", SkipReason.OfFrame(reason)?.Stage));
    }
}
